import type { Period } from '../kernel/calendar.js';
import { owedPeriods } from './coverage.js';
import { type FormulaResult, type Share, countedResult, wholeShare } from './formedValue.js';
import type { Judged, ValueScope } from './judgedSpan.js';
import type { MeasureForm } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';

export type UploadForm = Extract<MeasureForm, { kind: 'upload' }>;

/** Tells whether an enterprise filed, be it a nil return, for every day (month) on which it was commissioned (ruling I20b). */
export function hasFiledAll(
  form: UploadForm,
  facts: ParkFacts,
  enterprise: string,
  { periods, judged }: { readonly periods: readonly Period[]; readonly judged: Judged },
): boolean {
  const book = facts.submissionsOf(form.submission);
  return periods.every(
    (period) =>
      !isCommissioned(facts, enterprise, Math.min(period.to, judged.to) - 1) ||
      book.hasFiledWithin(enterprise, period.label, judged.asKnownBy),
  );
}

/** Lists the enterprises commissioned at the end of a span. */
export function commissionedAt(facts: ParkFacts, judged: Judged): readonly string[] {
  const enterprises = facts.register.membersAt('enterprise', judged.to - 1);
  return enterprises.filter(({ attributes }) => attributes.status === 'commissioned').map(({ id }) => id);
}

/** Forms `upload`: commissioned enterprises that filed for every day (month) of the span ÷ commissioned enterprises. */
export function formUpload(
  form: UploadForm,
  facts: ParkFacts,
  judged: Judged,
  scope: ValueScope,
): FormulaResult {
  const periods = owedPeriods(form.every, judged, scope.zone);
  const counted = commissionedAt(facts, judged).filter(
    (id) => scope.enterprise === undefined || scope.enterprise === id,
  );
  const missing = counted.filter((id) => !hasFiledAll(form, facts, id, { periods, judged }));
  return countedResult(wholeShare(counted.length - missing.length, counted.length), { missing });
}

/** One day's (month's) own share of enterprises that filed, shown beside the strict rate (ruling I20b). */
export interface PeriodShare extends Share {
  readonly period: string;
}

/** Lists each day's (month's) share over a span: commissioned enterprises that filed for it ÷ commissioned ones. */
export function uploadShares(
  form: UploadForm,
  facts: ParkFacts,
  judged: Judged,
  zone: string,
): readonly PeriodShare[] {
  return owedPeriods(form.every, judged, zone).map((period) => {
    const own: Judged = { ...judged, from: period.from, to: Math.min(period.to, judged.to) };
    const counted = commissionedAt(facts, own);
    const filed = counted.filter((id) => hasFiledAll(form, facts, id, { periods: [period], judged: own }));
    return { period: period.label, ...wholeShare(filed.length, counted.length) };
  });
}

function isCommissioned(facts: ParkFacts, enterprise: string, instant: number): boolean {
  return facts.register.entryAt('enterprise', enterprise, instant)?.status === 'commissioned';
}
