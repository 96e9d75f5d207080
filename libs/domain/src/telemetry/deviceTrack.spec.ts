import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceTrack, constantReach } from './deviceTrack.js';
import type { StateFact } from './facts.js';
import { FactBuilder } from './testing/factBuilder.js';

const SECOND = 1000;
const ALL = { from: 0, to: 1e9 };

function runsOf(track: DeviceTrack, reachSeconds: number): string[] {
  const runs: string[] = [];
  track.eachRun(ALL, constantReach(reachSeconds * SECOND), (from, to) =>
    runs.push(`${from / SECOND}-${to / SECOND}`),
  );
  return runs;
}

describe('the states of a device', () => {
  it('keep it online for the reach of each heartbeat, ended earlier by another state', () => {
    const build = new FactBuilder();
    const track = new DeviceTrack();
    track.add(build.state('D', 0));
    track.add(build.state('D', 60 * SECOND));
    track.add(build.state('D', 300 * SECOND));
    track.add(build.state('D', 330 * SECOND, 'fault'));
    expect(runsOf(track, 180)).toEqual(['0-240', '300-330']);
    expect(runsOf(track, 60)).toEqual(['0-120', '300-330']);
    expect(
      [239_999, 240_000, 329_999, 330_000].map((at) => track.isOnlineAt(at, constantReach(180_000))),
    ).toEqual([true, false, true, false]);
  });

  it('are the same whichever of two for one moment arrives first: the higher sequence, else the later arrival', () => {
    const build = new FactBuilder();
    const online = build.state('D', 0, 'online', 1);
    const offline = build.state('D', 0, 'offline');
    const corrected = build.state('D', 0, 'maintenance', 1);
    for (const order of [
      [online, offline],
      [offline, online],
    ]) {
      const track = new DeviceTrack();
      for (const state of order) track.add(state);
      expect(runsOf(track, 60)).toEqual(['0-60']);
      expect(track.add(corrected)).toBe('replaced');
      expect(runsOf(track, 60)).toEqual([]);
      expect(track.firstOnline).toBeNull();
      expect(track.firstState).toBe(0);
    }
  });

  it('make the same runs in any order of arrival, joined or single', () => {
    const events = fc.uniqueArray(
      fc.record({ second: fc.integer({ min: 0, max: 4000 }), isOnline: fc.boolean().map((flag) => flag) }),
      { maxLength: 120, selector: ({ second }) => second },
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 30, max: 120 }), (states, reach) => {
        const build = new FactBuilder();
        const facts = states.map(({ second, isOnline }): StateFact =>
          build.state('D', second * SECOND, isOnline || second % 3 > 0 ? 'online' : 'offline'),
        );
        const [single, late, joined] = [new DeviceTrack(), new DeviceTrack(), new DeviceTrack(30 * SECOND)];
        for (const fact of facts) late.add(fact);
        for (const fact of [...facts].sort((a, b) => a.at - b.at)) {
          single.add(fact);
          expect(joined.add(fact)).not.toBe('lost');
        }
        expect(runsOf(late, reach)).toEqual(runsOf(single, reach));
        expect(runsOf(joined, reach)).toEqual(runsOf(single, reach));
      }),
      { numRuns: 300 },
    );
  });

  it('cost the same however long a device stays up', () => {
    const build = new FactBuilder();
    const track = new DeviceTrack(180 * SECOND);
    for (let minute = 0; minute < 10_000; minute += 1) track.add(build.state('D', minute * 60 * SECOND));
    let rows = 0;
    track.eachOnline({ from: 0, to: 1e12 }, () => (rows += 1));
    expect(rows).toBeLessThan(50);
    expect(track.add(build.state('D', 77.5 * 60 * SECOND))).toBe('unchanged');
  });

  it('say so when a late state falls among heartbeats that were joined', () => {
    const build = new FactBuilder();
    const track = new DeviceTrack(180 * SECOND);
    for (let minute = 0; minute < 200; minute += 1) track.add(build.state('D', minute * 60 * SECOND));
    expect(track.add(build.state('D', 90 * SECOND, 'offline'))).toBe('lost');
    expect(track.add(build.state('D', 199.5 * 60 * SECOND, 'offline'))).toBe('added');
  });

  it('tell for how long it had been seen, whatever else it said', () => {
    const build = new FactBuilder();
    const track = new DeviceTrack();
    track.add(build.state('D', 10 * SECOND));
    track.add(build.state('D', 20 * SECOND, 'offline'));
    const seen: string[] = [];
    track.eachSeen(ALL, 60 * SECOND, (from, to) => seen.push(`${from / SECOND}-${to / SECOND}`));
    expect(seen).toEqual(['10-70']);
  });

  it('can be forgotten but for the newest before an instant', () => {
    const build = new FactBuilder();
    const track = new DeviceTrack();
    for (let minute = 0; minute < 10; minute += 1) track.add(build.state('D', minute * 60 * SECOND));
    track.add(build.state('D', 30 * SECOND, 'offline'));
    track.forgetBefore(330 * SECOND);
    expect(track.onlineAtOrBefore(330 * SECOND)).toBe(300 * SECOND);
    expect(track.onlineAtOrBefore(299 * SECOND)).toBeNull();
    expect(track.firstOnline).toBe(0);
  });
});
