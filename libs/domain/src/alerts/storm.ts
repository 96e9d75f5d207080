import type { Instant } from '../telemetry/facts.js';
import type { NoticeState } from './book.js';
import type { GroupDue } from './flush.js';
import type { NoticePolicy } from './noticePolicy.js';
import { type NoticeRun, owedLines, withRoots } from './noticeRun.js';

/** Groups of a storm are told together under this name. */
export const STORM_GROUP = 'storm';

/**
 * In a storm everything that is owed goes out as one digest per channel, at most once per storm interval, so that no robot
 * is flooded and the digest still lists every alert. Returns the storm's state and when the next digest is due.
 */
export function flushStorm(
  run: NoticeRun,
  storm: NonNullable<NoticeState['storm']>,
): { readonly storm: NonNullable<NoticeState['storm']>; readonly due: GroupDue | null } {
  const { intervalMs } = run.book.policy.storm;
  const owed = run.book.channels
    .map((channel) => ({ channel, lines: owedLines(run.alerts, channel) }))
    .map(({ channel, lines }) => ({
      channel,
      lines: run.isQuiet ? lines.filter(({ severity }) => severity === 'alarm') : lines,
    }))
    .filter(({ lines }) => lines.length > 0);
  if (owed.length === 0) return { storm, due: null };
  const at = storm.lastSentAt === null ? run.now : storm.lastSentAt + intervalMs;
  if (at > run.now) return { storm, due: { kind: 'flush', at } };
  for (const { channel, lines } of owed) {
    run.send(channel, { kind: 'storm', group: STORM_GROUP, step: 0, lines: withRoots(lines, run.alerts) });
  }
  markSent(run);
  return { storm: { ...storm, lastSentAt: run.now }, due: { kind: 'flush', at: run.now + intervalMs } };
}

function markSent(run: NoticeRun): void {
  const groups = new Set(run.alerts.flatMap(({ group }) => (group === null ? [] : [group])));
  for (const group of groups) run.groups.set(group, { owedSince: null, lastSentAt: run.now });
}

/** When a storm is over if nothing fires any more. */
export function calmAt(
  fired: readonly Instant[],
  { until, withinMs }: NoticePolicy['storm'],
): Instant | null {
  const last = fired.at(-until);
  return last === undefined ? null : last + withinMs;
}

/** The instants at which alerts fired that still count for a storm. */
export function firedLately(
  state: NoticeState,
  fired: readonly Instant[],
  withinMs: number,
  now: Instant,
): readonly Instant[] {
  return [...state.fired, ...fired].filter((at) => at > now - withinMs);
}
