import { ACTIONS, type Actor, can } from '@parkpulse/application';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { describe, expect, it } from 'vitest';
import { CALL, callsOf } from './call.js';
import { CONTROLLERS } from './controllers.js';

const calls = callsOf(CONTROLLERS);
const reader: Actor = { kind: 'token', token: 't', name: 'reader', scopes: ['read'], park: 'p1' };
const ingester: Actor = { ...reader, name: 'ingester', scopes: ['ingest'] };
const viewer: Actor = {
  kind: 'account',
  account: 'a',
  username: 'v',
  role: 'viewer',
  session: new Uint8Array(),
  expiresAt: 0,
};

describe('every route', () => {
  it('has a rule: none is served without a known action', () => {
    const methods = CONTROLLERS.flatMap(({ prototype }) =>
      Object.getOwnPropertyNames(prototype)
        .filter((name) => name !== 'constructor')
        .map((name) => Object.getOwnPropertyDescriptor(prototype, name)?.value as object),
    );
    const routes = methods.filter(
      (method) => typeof method === 'function' && Reflect.getMetadata(PATH_METADATA, method) !== undefined,
    );
    expect(routes.length).toBe(calls.length);
    for (const route of routes) {
      const call = Reflect.getMetadata(CALL, route) as { action: string } | undefined;
      expect(ACTIONS).toContain(call?.action);
    }
  });

  it('has its own method and path', () => {
    expect(new Set(calls.map(({ method, path }) => `${method} ${path}`)).size).toBe(calls.length);
  });

  it.each(calls.map((call) => [`${call.method} ${call.path}`, call] as const))(
    '%s is closed to strangers unless it is public',
    (_name, call) => {
      const isPublic = ['session.open', 'operations.read', 'documentation.read', 'wall.pair'].includes(
        call.action,
      );
      expect(can({ kind: 'anonymous' }, call.action, null)).toBe(isPublic ? 'allowed' : 'unauthenticated');
    },
  );

  const ofParks = calls.filter(({ path }) => path.includes(':park'));
  it.each(ofParks.map((call) => [`${call.method} ${call.path}`, call] as const))(
    '%s hides other parks from a token of one',
    (_name, call) => {
      expect(can(reader, call.action, 'p2')).toBe('hidden');
      expect(can(ingester, call.action, 'p2')).toBe('hidden');
    },
  );
});

/** What is posted without changing anything that others see. */
const STATELESS: ReadonlySet<string> = new Set(['session.close', 'standard.try']);

describe('rights', () => {
  it('let a viewer read and change nothing', () => {
    for (const { action, method } of calls) {
      const isOpen = STATELESS.has(action) || can({ kind: 'anonymous' }, action, null) === 'allowed';
      const changes = method !== 'GET' && !isOpen && !action.endsWith('.read');
      if (changes) expect(can(viewer, action, 'p1')).toBe('forbidden');
    }
    expect(can(viewer, 'assessment.read', 'p1')).toBe('allowed');
  });

  it('let an ingest token send events and nothing else of a park', () => {
    expect(can(ingester, 'event.send', null)).toBe('allowed');
    expect(can(ingester, 'assessment.read', 'p1')).toBe('forbidden');
    expect(can(reader, 'event.send', null)).toBe('forbidden');
  });

  it('deny what nobody has named', () => {
    expect(can(viewer, 'toString' as never, null)).toBe('forbidden');
    expect(can(viewer, 'everything' as never, null)).toBe('forbidden');
  });
});
