import { lastClosedPeriod, periodContaining, previousPeriod } from '../../kernel/calendar.js';
import type { Instant } from '../../telemetry/facts.js';
import type { ParkFacts } from '../../telemetry/parkFacts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { CLEAR, type Verdict, observed } from '../observation.js';
import { newestContact } from './newestContact.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';

const DAY = 86_400_000;
const RETIRED_MS = 30 * DAY;

const ENERGY: AlertKey = { rule: 'A11', indicator: 'I34', scope: '' };

/**
 * A11: what enterprises filed of energy for the last closed day is incomplete (below 90 %), or nothing comes for a day: a
 * reminder; a warning when nothing comes for three working days.
 */
export function judgeEnergy(moment: Moment): RuleFindings {
  const { facts, zone } = moment.inputs;
  const newest = newestContact(facts, 'energy', moment.at);
  // What has long stopped is no feed any more.
  if (facts === null || newest === null || moment.at - newest > RETIRED_MS) return BLIND;
  const nextDue = periodContaining('day', moment.at, zone).to;
  const fault =
    moment.at - newest > moment.threshold('A11', 'silent') * DAY
      ? silence(moment, newest)
      : gapOf(moment, facts);
  return judged([observed(ENERGY, fault ?? CLEAR)], { nextDue });
}

function silence(moment: Moment, newest: Instant): Verdict {
  const working = workingDaysBetween(newest, moment.at, moment.inputs.zone);
  const isLong = working > moment.threshold('A11', 'working');
  const evidence = { ...NO_EVIDENCE, from: 'live', to: 'silent', stage: isLong ? 1 : 0 };
  const since = moment.openFor(ENERGY)?.since ?? newest;
  return { kind: 'breached', severity: isLong ? 'warning' : 'reminder', evidence, since };
}

function gapOf(moment: Moment, facts: ParkFacts): Verdict | null {
  const day = lastClosedPeriod('day', moment.at, moment.inputs.zone);
  const { filled, required } = filedOn(facts, day.label, moment.at);
  const least = moment.threshold('A11', 'complete');
  if (filled * 100 >= required * least) return null;
  const evidence = { ...NO_EVIDENCE, from: String(least / 100), to: `${filled}/${required}` };
  const since = moment.openFor(ENERGY)?.since ?? moment.at;
  return { kind: 'breached', severity: 'reminder', evidence, since };
}

function filedOn(
  facts: ParkFacts,
  day: string,
  at: Instant,
): { readonly filled: number; readonly required: number } {
  const book = facts.submissionsOf('energy');
  const filings = [...book.enterprises()].map((enterprise) => book.filingFor(enterprise, day, at));
  return filings.reduce(
    (sum, filing) => {
      if (filing === null || filing.filled === null || filing.required === null) return sum;
      return { filled: sum.filled + filing.filled, required: sum.required + filing.required };
    },
    { filled: 0, required: 0 },
  );
}

/** Counts the local Mondays to Fridays wholly between two instants; holidays moved by decree are not known here. */
export function workingDaysBetween(from: Instant, to: Instant, zone: string): number {
  let count = 0;
  let day = lastClosedPeriod('day', to, zone);
  for (; day.from >= from && count <= 10; day = previousPeriod(day, zone)) {
    const weekday = new Date(`${day.label}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) count += 1;
  }
  return count;
}
