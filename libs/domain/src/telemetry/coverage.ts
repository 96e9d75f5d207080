import { type Period, type TimeSpan, daysIn, periodsIn } from '../kernel/calendar.js';
import { decimal, powerOfTen } from '../kernel/decimal.js';
import type { SubmissionFact } from './facts.js';
import { type FormulaResult, countedResult, wholeShare } from './formedValue.js';
import type { Judged, ValueScope } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { MeasureForm } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';
import type { SubmissionBook } from './submissionBook.js';

export type CoverageForm = Extract<MeasureForm, { kind: 'coverage' }>;

/** What one enterprise filed over the days it owes. */
export interface FiledDays {
  readonly isCovered: boolean;
  /** Sums over what was submitted, each submission once. */
  readonly filled: number;
  readonly required: number;
}

/** Lists the whole local days (or months) within a span; where none is whole, those it touches. */
export function owedPeriods(unit: 'day' | 'month', span: TimeSpan, zone: string): readonly Period[] {
  const touched = unit === 'day' ? daysIn(span, zone) : periodsIn('month', span, zone);
  const within = touched.filter(({ from, to }) => from >= span.from && to <= span.to);
  return within.length > 0 ? within : touched;
}

/**
 * Judges one enterprise: whether its mean daily share over the days on which it was registered reaches `completeness`
 * (`any`: is above 0). A day's share is filled ÷ required of the submission covering it, the shortest period first.
 */
export function judgeFiledDays(
  definition: MeasureDefinition,
  facts: ParkFacts,
  enterprise: string,
  { days, judged }: { readonly days: readonly Period[]; readonly judged: Judged },
): FiledDays {
  const { measure, completeness } = definition;
  const book = facts.submissionsOf(submissionOf(measure));
  const used = new Set<SubmissionFact>();
  const mean = new MeanShare();
  for (const day of days) {
    const lastMoment = Math.min(day.to, judged.to) - 1;
    if (facts.register.entryAt('enterprise', enterprise, lastMoment) === null) continue;
    const filing = submissionCovering(book, enterprise, day.label, judged);
    if (filing !== null) used.add(filing);
    mean.add(filing);
  }
  let [filled, required] = [0, 0];
  for (const fact of used) {
    if (fact.filled === null || fact.required === null) continue;
    filled += fact.filled;
    required += fact.required;
  }
  return { isCovered: mean.reaches(completeness), filled, required };
}

/** Forms `coverage`: enterprises that filed enough ÷ all registered enterprises at the end of the span. */
export function formCoverage(
  definition: MeasureDefinition,
  facts: ParkFacts,
  judged: Judged,
  { zone, enterprise }: ValueScope,
): FormulaResult {
  const days = owedPeriods('day', judged, zone);
  let [covered, counted, filled, required] = [0, 0, 0, 0];
  const missing: string[] = [];
  for (const { id } of facts.register.membersAt('enterprise', judged.to - 1)) {
    if (enterprise !== undefined && enterprise !== id) continue;
    const own = judgeFiledDays(definition, facts, id, { days, judged });
    counted += 1;
    filled += own.filled;
    required += own.required;
    if (own.isCovered) covered += 1;
    else missing.push(id);
  }
  const parts = { transmission: null, validity: null, completeness: wholeShare(filled, required) };
  return countedResult(wholeShare(covered, counted), { parts, missing });
}

function submissionOf(measure: string): 'energy' | 'carbon' {
  return measure === 'carbon_data_access_ratio' ? 'carbon' : 'energy';
}

function submissionCovering(
  book: SubmissionBook,
  enterprise: string,
  day: string,
  { asKnownBy }: Judged,
): SubmissionFact | null {
  return (
    book.filingFor(enterprise, day, asKnownBy) ??
    book.filingFor(enterprise, day.slice(0, 7), asKnownBy) ??
    book.filingFor(enterprise, day.slice(0, 4), asKnownBy)
  );
}

/** The exact mean of daily shares with differing denominators. */
class MeanShare {
  private days = 0;
  private full = 0;
  private readonly filledByRequired = new Map<number, number>();

  add(filing: SubmissionFact | null): void {
    this.days += 1;
    if (filing === null) return;
    const { filled, required } = filing;
    // Filed without counts is filed in full, and so is a day on which nothing was required.
    if (filled === null || required === null || required === 0) this.full += 1;
    else this.filledByRequired.set(required, (this.filledByRequired.get(required) ?? 0) + filled);
  }

  /** Tells whether the mean is at least the given share, exactly; `any` asks for more than nothing. */
  reaches(completeness: string): boolean {
    if (this.days === 0) return false;
    if (completeness === 'any')
      return this.full > 0 || [...this.filledByRequired.values()].some((filled) => filled > 0);
    const { coefficient, scale } = decimal(completeness);
    let common = 1n;
    for (const required of this.filledByRequired.keys())
      common = leastCommonMultiple(common, BigInt(required));
    let sum = BigInt(this.full) * common;
    for (const [required, filled] of this.filledByRequired)
      sum += BigInt(filled) * (common / BigInt(required));
    return sum * powerOfTen(scale) >= coefficient * BigInt(this.days) * common;
  }
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
