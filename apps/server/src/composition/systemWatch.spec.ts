import { describe, expect, it } from 'vitest';
import { SystemWatch, perMille } from './systemWatch.js';

const MINUTE = 60_000;

describe('what a process sees of itself', () => {
  it('counts refusals against at least a hundred records: one slip in a quiet hour is no rate', () => {
    expect(perMille(0, 0)).toBe(0);
    expect(perMille(1, 10)).toBe(10);
    expect(perMille(2, 10)).toBe(20);
    expect(perMille(10, 1000)).toBe(10);
    expect(perMille(11, 1000)).toBe(11);
    expect(perMille(500, 300)).toBe(1000);
  });

  it('counts records over the last ten minutes, or since it was started', () => {
    const watch = new SystemWatch();
    expect(watch.noteRecords(5000, 0)).toEqual({ records: 0, sinceMs: 0 });
    expect(watch.noteRecords(5400, 4 * MINUTE)).toEqual({ records: 400, sinceMs: 4 * MINUTE });
    expect(watch.noteRecords(6000, 12 * MINUTE)).toEqual({ records: 1000, sinceMs: 12 * MINUTE });
    expect(watch.noteRecords(6100, 15 * MINUTE)).toEqual({ records: 700, sinceMs: 11 * MINUTE });
    // A log that was recreated counts from nothing again.
    expect(watch.noteRecords(10, 16 * MINUTE).records).toBe(0);
  });

  it('calls the evaluator stalled once it was overdue for two minutes, and not while data is caught up with', () => {
    const watch = new SystemWatch();
    watch.noteOverdue(true, 0);
    expect(watch.isStalled(10 * MINUTE)).toBe(false);
    watch.noteUnread(0, 10 * MINUTE);
    watch.noteOverdue(true, 10 * MINUTE);
    expect(watch.isStalled(12 * MINUTE)).toBe(false);
    expect(watch.isStalled(12 * MINUTE + 1)).toBe(true);
    watch.noteOverdue(false, 13 * MINUTE);
    expect(watch.isStalled(60 * MINUTE)).toBe(false);
  });

  it('is alive while it has looked within a minute, without a fault, and nothing has stalled', () => {
    const watch = new SystemWatch();
    expect(watch.isAlive(0)).toBe(false);
    watch.looked(true, 0);
    expect(watch.isAlive(MINUTE - 1)).toBe(true);
    expect(watch.isAlive(MINUTE)).toBe(false);
    watch.looked(true, MINUTE);
    watch.looked(false, MINUTE + 1);
    expect(watch.isAlive(MINUTE + 2)).toBe(false);
    watch.noteUnread(0, 2 * MINUTE);
    watch.noteOverdue(true, 2 * MINUTE);
    watch.looked(true, 5 * MINUTE);
    expect(watch.isAlive(5 * MINUTE)).toBe(false);
  });
});

describe('what the event log tells', () => {
  const stream = { cluster: 'c', topicId: 't1', topic: 'park.measures', partition: 3 };

  it('of records that are gone or replaced, or a topic made again, is kept for the alert on the system', () => {
    const watch = new SystemWatch();
    watch.heard({ kind: 'gap', stream, from: 5, to: 9 });
    watch.heard({ kind: 'recreated', stream, lost: 12 });
    watch.heard({ kind: 'replaced', stream, before: 20 });
    expect([...watch.gaps]).toEqual([
      'park.measures/3 5-9',
      'park.measures/3 recreated, 12 not stored',
      'park.measures/3 replaced before 20',
    ]);
  });

  it('of its reach is the newest word', () => {
    const watch = new SystemWatch();
    expect(watch.isLogReachable).toBeNull();
    watch.heard({ kind: 'unreachable', code: 'X', detail: 'x' });
    expect(watch.isLogReachable).toBe(false);
    watch.heard({ kind: 'reachable' });
    expect(watch.isLogReachable).toBe(true);
  });
});
