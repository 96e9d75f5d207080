import { describe, expect, it } from 'vitest';
import type { Actor } from '../identity/actor.js';
import { ACTIONS, can } from '../identity/policy.js';
import { DEFAULT_CONTROL, nextControl } from './control.js';

const wall: Actor = { kind: 'wall', wall: '1', name: '大厅', park: 'p1' };

describe('the policy of a wall', () => {
  it('lets it read its picture and nothing else, whatever strangers may do', () => {
    const allowed = ACTIONS.filter((action) => can(wall, action, 'p1') === 'allowed');
    expect(allowed).toEqual(['picture.read', 'place.read', 'live.watch', 'alert.list', 'wall.self']);
    expect(can(wall, 'session.open', null)).toBe('forbidden');
    expect(can(wall, 'operations.read', null)).toBe('forbidden');
  });

  it('hides every other park', () => {
    for (const action of ACTIONS) expect(can(wall, action, 'p2')).toBe('hidden');
  });

  it('is for walls alone to read themselves', () => {
    const admin: Actor = {
      kind: 'account',
      account: '1',
      username: 'admin',
      role: 'admin',
      session: new Uint8Array(),
      expiresAt: 0,
    };
    expect(can(admin, 'wall.self', null)).toBe('forbidden');
    expect(can(admin, 'wall.change', 'p1')).toBe('allowed');
    expect(can({ ...admin, role: 'viewer' }, 'wall.change', 'p1')).toBe('forbidden');
  });
});

describe('what the desk tells a wall', () => {
  it('counts skips up and down and each change once', () => {
    const control = [1, 1, -1].reduce<typeof DEFAULT_CONTROL>(
      (held, skip) => nextControl(held, { skip: skip as 1 | -1 }, 0),
      DEFAULT_CONTROL,
    );
    expect(control).toMatchObject({ skips: 1, revision: 3, paused: false });
  });

  it('notes until when everything was seen, and keeps it', () => {
    const seen = nextControl(DEFAULT_CONTROL, { acknowledge: true }, Date.UTC(2026, 10, 24));
    expect(seen.acknowledgedTo).toBe('2026-11-24T00:00:00Z');
    expect(nextControl(seen, { paused: true }, Date.UTC(2026, 10, 25)).acknowledgedTo).toBe(
      '2026-11-24T00:00:00Z',
    );
  });
});
