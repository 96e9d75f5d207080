import { describe, expect, it } from 'vitest';
import type { System } from './system.js';
import { systemHealth } from './systemHealth.js';
import { SystemWatch } from './systemWatch.js';

const NOW = Date.UTC(2026, 10, 24);

interface Standing {
  /** How far the database's clock is ahead. */
  readonly ahead?: number;
  readonly tookMs?: number;
  readonly records?: number;
  readonly refused?: number;
  readonly nextDue?: number | null;
}

/** A system as far as its health is asked for. */
function systemThat({ ahead = 0, tookMs = 0, records = 0, refused = 0, nextDue = null }: Standing): System {
  let now = NOW;
  const ports = {
    clock: { now: () => now },
    outbox: { waiting: () => Promise.resolve({ waiting: 0, oldestSeconds: 7, failed: 0 }) },
    assessments: { nextDue: () => Promise.resolve(nextDue) },
    ingest: { storedOffsets: () => Promise.resolve([{ nextOffset: records }, { nextOffset: 0 }]) },
    deadMan: {
      clock: () => {
        now += tookMs;
        return Promise.resolve(now - tookMs / 2 + ahead);
      },
      deadLettersSince: () => Promise.resolve(refused),
    },
  };
  return { ports } as unknown as System;
}

describe('how the system stands', () => {
  it('compares its clock with the database’s at the middle of the question', async () => {
    const health = await systemHealth(systemThat({ ahead: 42_000, tookMs: 800 }), new SystemWatch());
    expect(health.clockSkewSeconds).toBe(42);
    const behind = await systemHealth(systemThat({ ahead: -31_000 }), new SystemWatch());
    expect(behind.clockSkewSeconds).toBe(31);
  });

  it('learns nothing of a clock that was slow to answer', async () => {
    const health = await systemHealth(systemThat({ ahead: 42_000, tookMs: 6000 }), new SystemWatch());
    expect(health.clockSkewSeconds).toBeNull();
  });

  it('takes refusals per thousand of the records that came since it looked first', async () => {
    const watch = new SystemWatch();
    await systemHealth(systemThat({ records: 10_000 }), watch);
    const health = await systemHealth(systemThat({ records: 12_000, refused: 24 }), watch);
    expect(health.deadLetterPerMille).toBe(12);
  });

  it('names the evaluator among what fails once it has stalled, and only then', async () => {
    const watch = new SystemWatch();
    watch.noteUnread(0, performance.now());
    const overdue = systemThat({ nextDue: NOW - 60_000 });
    expect((await systemHealth(overdue, watch)).failingParks).toEqual([]);
    watch.noteOverdue(false, 0);
    watch.noteOverdue(true, performance.now() - 121_000);
    expect((await systemHealth(overdue, watch)).failingParks).toEqual([expect.stringContaining('evaluator')]);
    expect((await systemHealth(systemThat({ nextDue: NOW + 1 }), watch)).failingParks).toEqual([]);
  });
});
