import { describe, expect, it } from 'vitest';
import { dueSpans, reachOf, stoppedDevices } from './dueDevices.js';
import { defaultDefinition } from './definitions.js';
import { RegisterHistory } from './registerHistory.js';
import { FactBuilder } from './testing/factBuilder.js';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-22T00:00:00Z');

function setUp(): { build: FactBuilder; register: RegisterHistory } {
  return { build: new FactBuilder(), register: new RegisterHistory() };
}

describe('the register', () => {
  it('holds an entry until the next one of that id, its end, or a tombstone', () => {
    const { build, register } = setUp();
    register.add(build.enterprise('E', T0, 'under_construction'));
    register.add(build.enterprise('E', T0 + 2 * HOUR, 'commissioned'));
    register.add({ ...build.enterprise('E', T0 + 4 * HOUR), attributes: null });
    const statusAt = (hours: number): string | undefined =>
      register.entryAt('enterprise', 'E', T0 + hours * HOUR)?.status;
    expect([-1, 0, 1.9, 2, 3.9, 4, 9].map(statusAt)).toEqual([
      undefined,
      'under_construction',
      'under_construction',
      'commissioned',
      'commissioned',
      undefined,
      undefined,
    ]);
  });

  it('counts who is there at a moment: the denominator of that day', () => {
    const { build, register } = setUp();
    register.add(build.enterprise('E-2', T0));
    register.add(build.enterprise('E-1', T0 + HOUR));
    register.add(
      build.entry(
        'E-3',
        T0,
        { entity: 'enterprise', name: 'x', status: 'suspended', key: false, position: null },
        T0 + HOUR,
      ),
    );
    const idsAt = (at: number): readonly string[] => register.membersAt('enterprise', at).map(({ id }) => id);
    expect(idsAt(T0 - 1)).toEqual([]);
    expect(idsAt(T0)).toEqual(['E-2', 'E-3']);
    expect(idsAt(T0 + HOUR)).toEqual(['E-1', 'E-2']);
  });

  it('takes a restatement by sequence, else by arrival, and tells from when on it matters', () => {
    const { build, register } = setUp();
    const first = build.enterprise('E', T0);
    const second = build.enterprise('E', T0, 'suspended');
    expect(register.add(second)).toBe(T0);
    expect(register.add(first)).toBeNull();
    expect(register.entryAt('enterprise', 'E', T0)?.status).toBe('suspended');
    expect(register.add({ ...first, origin: { ...first.origin, sequence: 1 } })).toBe(T0);
    expect(register.entryAt('enterprise', 'E', T0)?.status).toBe('commissioned');
  });

  it('lists where entries and stop-use begin and end', () => {
    const { build, register } = setUp();
    const stopUse = [{ from: T0 + HOUR, to: T0 + 2 * HOUR, reason: 'overhaul' }];
    register.add(build.device('D', T0, { stopUse }));
    const changes = register.changesIn('device', { from: T0, to: T0 + 9 * HOUR });
    expect(changes).toEqual([
      { at: T0 + HOUR, id: 'D' },
      { at: T0 + 2 * HOUR, id: 'D' },
    ]);
    expect(register.nextChange('device', T0 + HOUR)).toBe(T0 + 2 * HOUR);
    expect(register.nextChange('device', T0 + 2 * HOUR)).toBeNull();
    expect(stoppedDevices(register, T0 + HOUR)).toEqual([{ device: 'D', stopUse: stopUse[0] }]);
    expect(stoppedDevices(register, T0 + 2 * HOUR)).toEqual([]);
  });
});

describe('a device is due', () => {
  it('while it is in force and selected, less the stop-use of the entry then in force', () => {
    const { build, register } = setUp();
    const stopUse = [
      { from: T0 + HOUR, to: T0 + 2 * HOUR, reason: 'overhaul' },
      { from: T0 + 9 * HOUR, to: T0 + 10 * HOUR, reason: 'never came to it' },
    ];
    register.add(build.device('D', T0, { stopUse, enterprise: 'E' }));
    register.add(build.device('D', T0 + 5 * HOUR, { autoMonitoring: 'required' }));
    register.add(build.device('D', T0 + 8 * HOUR));
    expect(dueSpans(register, 'D', 'monitored')).toEqual([
      { from: T0, to: T0 + HOUR },
      { from: T0 + 2 * HOUR, to: T0 + 5 * HOUR },
      { from: T0 + 8 * HOUR, to: Number.POSITIVE_INFINITY },
    ]);
    expect(dueSpans(register, 'D', 'monitored', { enterprise: 'E' })).toHaveLength(2);
    expect(dueSpans(register, 'D', 'majorHazard')).toEqual([]);
  });

  it('for three of its nominal periods after a heartbeat, by the entry in force when it was sent', () => {
    const { build, register } = setUp();
    register.add(build.device('D', T0, { nominalPeriodSeconds: 600 }));
    register.add(build.device('D', T0 + HOUR, { nominalPeriodSeconds: 10 }));
    const reach = reachOf(defaultDefinition('monitor_online_ratio'), register, 'D');
    expect([T0 - 1, T0, T0 + HOUR - 1, T0 + HOUR].map(reach.of)).toEqual([
      1_800_000, 1_800_000, 1_800_000, 180_000,
    ]);
  });
});
