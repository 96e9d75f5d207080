import type { AlertFailure, LogAlarm } from '@parkpulse/application';

/** Records that wait are lag once there are this many. */
const FEW = 100;
const LAG_SECONDS = 60;
const RATE_MS = 600_000;
/** A share of refusals is a share of at least so many records: one slip in a quiet hour is no rate. */
const LEAST_RECORDS = 100;
/** An evaluator that has been overdue for this long has stalled; one that has not looked either. */
const STALLED_MS = 120_000;
const SILENT_MS = 60_000;

interface Sample {
  readonly at: number;
  readonly records: number;
}

/** What this process has seen of itself lately, for the alerts on the system. Times are of a monotonic clock. */
export class SystemWatch {
  readonly failing = new Set<string>();
  readonly gaps = new Set<string>();
  isLogReachable: boolean | null = null;
  private behindSince: number | null = null;
  private hasBeenCurrent = false;
  private overdueSince: number | null = null;
  private lookedAt: number | null = null;
  private samples: Sample[] = [];

  /** Notes how much was accepted and is not stored yet. */
  noteUnread(unread: number, now: number): void {
    if (unread < FEW) {
      this.behindSince = null;
      this.hasBeenCurrent = true;
    } else this.behindSince ??= now;
  }

  lagSeconds(now: number): number {
    return this.behindSince === null ? 0 : (now - this.behindSince) / 1000;
  }

  /** Whether silence can be told from lag. */
  isCaughtUp(now: number): boolean {
    return this.hasBeenCurrent && this.lagSeconds(now) < LAG_SECONDS;
  }

  /** Notes whether an assessment is overdue. While data is being caught up with it may be. */
  noteOverdue(isOverdue: boolean, now: number): void {
    if (!isOverdue || !this.isCaughtUp(now)) this.overdueSince = null;
    else this.overdueSince ??= now;
  }

  isStalled(now: number): boolean {
    return this.overdueSince !== null && now - this.overdueSince > STALLED_MS;
  }

  /** Notes how many records have been stored so far, by all processes, and how many were within the last ten minutes. */
  noteRecords(records: number, now: number): { readonly records: number; readonly sinceMs: number } {
    const first = this.samples.findLastIndex(({ at }) => at <= now - RATE_MS);
    this.samples = [...this.samples.slice(Math.max(0, first)), { at: now, records }];
    const oldest = this.samples[0] ?? { at: now, records };
    return { records: Math.max(0, records - oldest.records), sinceMs: now - oldest.at };
  }

  /** Notes that the alerts on the system were decided, or could not be. */
  looked(isWell: boolean, now: number): void {
    this.lookedAt = isWell ? now : null;
  }

  /** Whether this process may say that all is well: it has looked, lately, and nothing has stalled. */
  isAlive(now: number): boolean {
    return this.lookedAt !== null && now - this.lookedAt < SILENT_MS && !this.isStalled(now);
  }

  /** Notes what the event log has told. */
  heard(alarm: LogAlarm): void {
    if (alarm.kind === 'gap') {
      const { topic, partition } = alarm.stream;
      this.gaps.add(`${topic}/${partition} ${alarm.from}-${alarm.to}`);
    }
    if (alarm.kind === 'recreated') {
      const { topic, partition } = alarm.stream;
      this.gaps.add(`${topic}/${partition} recreated, ${alarm.lost} not stored`);
    }
    if (alarm.kind === 'replaced') {
      const { topic, partition } = alarm.stream;
      this.gaps.add(`${topic}/${partition} replaced before ${alarm.before}`);
    }
    if (alarm.kind === 'unreachable' || alarm.kind === 'reachable') {
      this.isLogReachable = alarm.kind === 'reachable';
    }
  }

  failed({ rule }: AlertFailure, park: string): void {
    this.failing.add(`${park}${rule === null ? '' : ` ${rule}`}`);
  }
}

/** Of a thousand records, how many were refused. */
export function perMille(refused: number, records: number): number {
  return (refused * 1000) / Math.max(LEAST_RECORDS, records, refused);
}
