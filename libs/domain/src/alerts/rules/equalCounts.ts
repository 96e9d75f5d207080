import { lastClosedPeriod, previousPeriod } from '../../kernel/calendar.js';
import type { SubmissionFact, SubmissionKind } from '../../telemetry/facts.js';
import type { SubmissionBook } from '../../telemetry/submissionBook.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import type { Moment } from '../rule.js';

/**
 * A15, counts: enterprises that filed one and the same count for each of the last closed days (seven, as set), one
 * observation per kind of submission. Counts that are complete do not count: all of it, every day, is what is asked for.
 */
export function equalCounts(moment: Moment): readonly Observation[] {
  const { facts } = moment.inputs;
  if (facts === null) return [];
  const labels = lastDays(moment);
  return [...facts.submittedKinds()].flatMap((kind) =>
    ofKind(moment, kind, facts.submissionsOf(kind), labels),
  );
}

function ofKind(
  moment: Moment,
  kind: SubmissionKind,
  book: SubmissionBook,
  labels: readonly string[],
): readonly Observation[] {
  const equal = [...book.enterprises()]
    .filter((enterprise) => isEqual(book, enterprise, labels, moment))
    .sort();
  const [first] = equal;
  if (first === undefined) return [];
  const key: AlertKey = { rule: 'A15', indicator: null, scope: `submission:${kind}` };
  const filing = book.filingFor(first, labels[0] ?? '', moment.at);
  const count = filing === null ? '' : `${filing.filled ?? ''}/${filing.required ?? ''}`;
  const evidence = { ...NO_EVIDENCE, from: `${labels.length}d`, to: count, members: equal };
  const since = moment.openFor(key)?.since ?? moment.at;
  return [observed(key, { kind: 'breached', severity: 'reminder', evidence, since })];
}

// The newest day decides most of the time: nobody who did not file it is looked at any further.
function isEqual(
  book: SubmissionBook,
  enterprise: string,
  labels: readonly string[],
  { at }: Moment,
): boolean {
  const [newest = '', ...older] = labels;
  const filing = book.filingFor(enterprise, newest, at);
  if (filing === null || !isPartial(filing)) return false;
  return older.every((label) => {
    const other = book.filingFor(enterprise, label, at);
    return other !== null && other.filled === filing.filled && other.required === filing.required;
  });
}

function isPartial({ filled, required }: SubmissionFact): boolean {
  return filled !== null && required !== null && filled < required;
}

function lastDays({ at, inputs, threshold }: Moment): readonly string[] {
  let day = lastClosedPeriod('day', at, inputs.zone);
  const labels: string[] = [];
  for (let days = threshold('A15', 'equal'); days > 0; days -= 1) {
    labels.push(day.label);
    day = previousPeriod(day, inputs.zone);
  }
  return labels;
}
