import type { ReadModel } from '../ports.js';
import { shareFilings } from './filings.js';

/**
 * A read model for one request that asks each question once: many values are formed from the same register, definitions
 * and states. Everything it answers stays in memory until the request is done.
 */
export function rememberingReads(read: ReadModel): ReadModel {
  const answers = new Map<string, unknown>();
  const copy = new Proxy(read, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...asked: readonly unknown[]): unknown => {
        const key = `${String(name)} ${asked.map(keyOf).join(' ')}`;
        if (!answers.has(key)) answers.set(key, Reflect.apply(member, target, asked));
        return answers.get(key);
      };
    },
  });
  shareFilings(read, copy);
  return copy;
}

// Infinities have no place in JSON but are asked for.
function keyOf(argument: unknown): string {
  const write = (_name: string, value: unknown): unknown => (typeof value === 'number' ? `#${value}` : value);
  return JSON.stringify(argument, write) ?? 'undefined';
}
