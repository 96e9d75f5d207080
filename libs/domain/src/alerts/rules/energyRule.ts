import { lastClosedPeriod, periodContaining, previousPeriod } from '../../kernel/calendar.js';
import type { Instant } from '../../telemetry/facts.js';
import type { ParkFacts } from '../../telemetry/parkFacts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { CLEAR, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';

/** Completeness below 90 % and a day without any data are reminders, three working days a warning (domain reference 6, A11). */
const LEAST_PERCENT = 90;
const DAY = 86_400_000;
const LONGEST_WORKING_DAYS = 3;

const ENERGY: AlertKey = { rule: 'A11', indicator: 'I34', scope: '' };

/** A11: what enterprises filed of energy for the last closed day is incomplete, or nothing comes any more. */
export function judgeEnergy(moment: Moment): RuleFindings {
  const { facts, zone } = moment.inputs;
  if (facts === null || ![...facts.submittedKinds()].includes('energy')) return BLIND;
  const nextDue = periodContaining('day', moment.at, zone).to;
  const newest = facts.submissionsOf('energy').newestContactAt(moment.at);
  const silentSince = newest ?? moment.at;
  const workingDays = workingDaysBetween(silentSince, moment.at, zone);
  const isSilent = moment.at - silentSince > DAY;
  const filed = isSilent ? null : filedOn(facts, lastClosedPeriod('day', moment.at, zone).label, moment.at);
  const isIncomplete = filed !== null && filed.filled * 100 < filed.required * LEAST_PERCENT;
  if (!isSilent && !isIncomplete) return judged([observed(ENERGY, CLEAR)], { nextDue });
  const evidence = {
    ...NO_EVIDENCE,
    from: isSilent ? 'live' : '0.9',
    to: isSilent ? 'silent' : `${filed?.filled ?? 0}/${filed?.required ?? 0}`,
    stage: workingDays > LONGEST_WORKING_DAYS ? 1 : 0,
  };
  const severity = workingDays > LONGEST_WORKING_DAYS ? 'warning' : 'reminder';
  const since = moment.openFor(ENERGY)?.since ?? (isSilent ? silentSince : moment.at);
  return judged([observed(ENERGY, { kind: 'breached', severity, evidence, since })], { nextDue });
}

function filedOn(
  facts: ParkFacts,
  day: string,
  at: Instant,
): { readonly filled: number; readonly required: number } | null {
  const book = facts.submissionsOf('energy');
  let [filled, required] = [0, 0];
  for (const enterprise of book.enterprises()) {
    const filing = book.filingFor(enterprise, day, at);
    if (filing?.filled === null || filing?.required === null || filing === null) continue;
    filled += filing.filled;
    required += filing.required;
  }
  return required === 0 ? null : { filled, required };
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
