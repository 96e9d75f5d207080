import { type Period, lastClosedPeriod, periodContaining, previousPeriod } from '../../kernel/calendar.js';
import { firstInstantOfLocal } from '../../kernel/timeZone.js';
import { compareDecimals, fromInteger, multiplyDecimals } from '../../kernel/decimal.js';
import type { Instant, SubmissionKind } from '../../telemetry/facts.js';
import type { ParkFacts } from '../../telemetry/parkFacts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { AlertRuleId } from '../ruleCatalogue.js';
import type { AlertSeverity } from '../severity.js';
import { newestContact } from './newestContact.js';
import { gatesOf } from './gates.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RETIRED_MS = 62 * DAY;

/**
 * A07: at its hour (20:00) the commissioned enterprises whose dual-prevention records of the day are missing; a warning once one has
 * been missing for two days. Midnight changes nothing: a day is judged until that hour of the next.
 */
export function judgeDailyUpload(moment: Moment): RuleFindings {
  const { inputs, at } = moment;
  const hour = moment.threshold('A07', 'hour');
  const day = dayJudgedFrom(hour, at, inputs.zone);
  let older = day;
  for (let days = moment.threshold('A07', 'days'); days > 0; days -= 1)
    older = previousPeriod(older, inputs.zone);
  const nextDue = deadline(hour, at, inputs.zone);
  return judgeMissing(
    moment,
    { rule: 'A07', submission: 'dual_prevention', period: day, nextDue },
    (missing) => {
      const stillMissing = missingAt(inputs.facts, 'dual_prevention', older, at).filter((id) =>
        missing.includes(id),
      );
      return stillMissing.length > 0 ? 'warning' : 'reminder';
    },
  );
}

/** A09: at its hour (10:00) the enterprises whose safety commitment of the day is missing. */
export function judgeSafetyCommitment(moment: Moment): RuleFindings {
  const { inputs, at } = moment;
  const hour = moment.threshold('A09', 'hour');
  const period = dayJudgedFrom(hour, at, inputs.zone);
  const nextDue = deadline(hour, at, inputs.zone);
  return judgeMissing(
    moment,
    { rule: 'A09', submission: 'safety_commitment', period, nextDue },
    () => 'warning',
  );
}

const SPECIAL_WORK = 'special_ops_monthly_upload_ratio';

/**
 * A08: from its day of the month (the 25th) on the commissioned enterprises that filed no special work this month; a warning when the share that
 * did is not above the gate it stands for.
 */
export function judgeMonthlyUpload(moment: Moment): RuleFindings {
  const { inputs, at } = moment;
  const month = periodContaining('month', at, inputs.zone);
  const from = month.from + (moment.threshold('A08', 'day') - 1) * DAY;
  if (at < from) return { ...judged(closing(moment, 'A08')), nextDue: from };
  return judgeMissing(
    moment,
    { rule: 'A08', submission: 'special_work', period: month, nextDue: month.to },
    (missing, due) => (reachesGate(moment, due - missing.length, due) ? 'reminder' : 'warning'),
  );
}

// A month that is over is judged by its value; the list of those to chase ends with it.
function closing(moment: Moment, rule: AlertRuleId): readonly Observation[] {
  const key: AlertKey = { rule, indicator: null, scope: '' };
  return moment.openFor(key) === null ? [] : [observed(key, { kind: 'clear', resolution: 'settled' })];
}

function reachesGate({ inputs, levels }: Moment, filed: number, due: number): boolean {
  const gates = gatesOf(inputs.standard).filter(({ measure }) => measure === SPECIAL_WORK);
  const level = levels.get('I21')?.stable.candidate ?? 'S1';
  const gate = gates.findLast((one) => one.level <= level) ?? gates[0];
  if (gate === undefined) return true;
  return compareDecimals(fromInteger(filed), multiplyDecimals(gate.threshold, fromInteger(due))) > 0;
}

interface UploadRule {
  readonly rule: AlertRuleId;
  readonly submission: SubmissionKind;
  readonly period: Period;
  readonly nextDue: Instant;
}

function judgeMissing(
  moment: Moment,
  { rule, submission, period, nextDue }: UploadRule,
  severityOf: (missing: readonly string[], due: number) => AlertSeverity,
): RuleFindings {
  const { facts } = moment.inputs;
  const newest = newestContact(facts, submission, moment.at);
  // What nobody ever filed is not collected here, and what has long stopped is not any more.
  if (facts === null || newest === null || moment.at - newest > RETIRED_MS) return BLIND;
  const missing = missingAt(facts, submission, period, moment.at);
  if (missing.length === 0) return judged([], { nextDue });
  const due = commissionedOn(facts, period, moment.at).length;
  const severity = severityOf(missing, due);
  const key: AlertKey = { rule, indicator: null, scope: '' };
  const evidence = {
    ...NO_EVIDENCE,
    from: period.label,
    to: `${due - missing.length}/${due}`,
    observed: String(missing.length),
    members: missing,
    stage: severity === 'warning' ? 1 : 0,
  };
  const since = moment.openFor(key)?.since ?? moment.at;
  return judged([observed(key, { kind: 'breached', severity, evidence, since })], { nextDue });
}

function missingAt(
  facts: ParkFacts | null,
  submission: SubmissionKind,
  period: Period,
  at: Instant,
): readonly string[] {
  if (facts === null) return [];
  const book = facts.submissionsOf(submission);
  return commissionedOn(facts, period, at).filter((id) => !book.hasFiledWithin(id, period.label, at));
}

function commissionedOn(facts: ParkFacts, period: Period, at: Instant): readonly string[] {
  return facts.register
    .membersAt('enterprise', Math.min(period.to - 1, at))
    .filter(({ attributes }) => attributes.status === 'commissioned')
    .map(({ id }) => id);
}

/** The local day that is judged at an instant when it is due by an hour of itself: today from then on, else yesterday. */
export function dayJudgedFrom(hour: number, at: Instant, zone: string): Period {
  const today = periodContaining('day', at, zone);
  return at >= localHour(today, hour, zone) ? today : lastClosedPeriod('day', at, zone);
}

function deadline(hour: number, at: Instant, zone: string): Instant {
  const today = periodContaining('day', at, zone);
  const due = localHour(today, hour, zone);
  return due > at ? due : localHour(periodContaining('day', today.to, zone), hour, zone);
}

function localHour({ label }: Period, hour: number, zone: string): Instant {
  return firstInstantOfLocal(zone, Date.parse(`${label}T00:00:00Z`) + hour * HOUR);
}
