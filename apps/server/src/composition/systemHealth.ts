import type { SystemHealth } from '@parkpulse/domain';
import type { System } from './system.js';
import { type SystemWatch, perMille } from './systemWatch.js';

/** An answer that took longer says nothing of the clock that gave it. */
const SLOWEST_MS = 5000;
const STALLED = '评估程序停滞 (evaluator stalled)';

/** How the system stands now. What cannot be learnt is null: it raises nothing and ends nothing. */
export async function systemHealth({ ports }: System, watch: SystemWatch): Promise<SystemHealth> {
  const now = performance.now();
  const { oldestSeconds } = await ports.outbox.waiting();
  const nextDue = await ports.assessments.nextDue();
  watch.noteOverdue(nextDue !== null && nextDue < ports.clock.now(), now);
  return {
    lagSeconds: watch.lagSeconds(now),
    deadLetterPerMille: await deadLetterRate(ports, watch, now),
    clockSkewSeconds: await clockSkew(ports),
    outboxSeconds: oldestSeconds,
    failingParks: watch.isStalled(now) ? [...watch.failing, STALLED] : [...watch.failing],
    databaseWrites: true,
    logReachable: watch.isLogReachable,
    gaps: [...watch.gaps],
  };
}

// Offsets count every record of the log, and refused events of requests count as a stream of their own.
async function deadLetterRate(
  { ingest, deadMan, clock }: Pick<System['ports'], 'ingest' | 'deadMan' | 'clock'>,
  watch: SystemWatch,
  now: number,
): Promise<number> {
  const offsets = await ingest.storedOffsets();
  const total = offsets.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
  const { records, sinceMs } = watch.noteRecords(total, now);
  return perMille(await deadMan.deadLettersSince(clock.now() - sinceMs), records);
}

async function clockSkew({
  deadMan,
  clock,
}: Pick<System['ports'], 'deadMan' | 'clock'>): Promise<number | null> {
  const before = clock.now();
  const there = await deadMan.clock();
  const after = clock.now();
  if (after - before > SLOWEST_MS) return null;
  return Math.abs(there - (before + after) / 2) / 1000;
}
