import type { Plugin } from 'vite';

export function fakeApi(domainEntry: string): Plugin;
