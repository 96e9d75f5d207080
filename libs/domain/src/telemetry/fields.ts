import type { Instant, SubmissionKind } from './facts.js';
import { type FormulaResult, countedResult, uncountedResult, wholeShare } from './formedValue.js';
import type { Judged } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { MeasureForm } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';

export type FieldsForm = Extract<MeasureForm, { kind: 'fields' }>;

/** What one due enterprise adds: fields filled ÷ required, or nothing known of how many are required. */
export type FilledFields =
  | { readonly kind: 'counted'; readonly filled: number; readonly required: number }
  | { readonly kind: 'open' };

/** Lists the enterprises whose fields are due at a moment; for I18 those with a device of a major hazard. */
export function dueEnterprises(form: FieldsForm, facts: ParkFacts, moment: Instant): readonly string[] {
  const enterprises = facts.register.membersAt('enterprise', moment).map(({ id }) => id);
  if (form.due === 'all') return enterprises;
  const hazardous = new Set<string>();
  for (const { attributes } of facts.register.membersAt('device', moment)) {
    if (attributes.majorHazard && attributes.enterprise !== null) hazardous.add(attributes.enterprise);
  }
  return enterprises.filter((id) => hazardous.has(id));
}

/**
 * Returns what one enterprise adds by its latest submission of a kind. One that never filed counts 0 of
 * `requiredFields`, one that filed without counts all of them; while `requiredFields` is null both stay open.
 */
export function filledFields(
  { requiredFields }: MeasureDefinition,
  facts: ParkFacts,
  enterprise: string,
  { kind, asKnownBy }: { readonly kind: SubmissionKind; readonly asKnownBy: Instant },
): FilledFields {
  const latest = facts.submissionsOf(kind).latestFiling(enterprise, asKnownBy);
  if (latest !== null && latest.filled !== null && latest.required !== null) {
    return { kind: 'counted', filled: latest.filled, required: latest.required };
  }
  if (requiredFields === null) return { kind: 'open' };
  return { kind: 'counted', filled: latest === null ? 0 : requiredFields, required: requiredFields };
}

/**
 * Forms `fields`: fields filled ÷ fields required over the due enterprises; of several kinds the smallest rate
 * (ruling I31a). Missing are those that filled nothing or, while the value is unknown, those that keep it so.
 */
export function formFields(
  form: FieldsForm,
  facts: ParkFacts,
  { definition, judged }: { readonly definition: MeasureDefinition; readonly judged: Judged },
  enterprise: string | undefined,
): FormulaResult {
  const asKnownBy = Math.min(judged.moment, judged.asKnownBy);
  const due = dueEnterprises(form, facts, judged.moment).filter(
    (id) => enterprise === undefined || enterprise === id,
  );
  const results = form.submissions.map((kind) => sumFields(definition, facts, due, { kind, asKnownBy }));
  return smallestResult(results);
}

function sumFields(
  definition: MeasureDefinition,
  facts: ParkFacts,
  due: readonly string[],
  known: { readonly kind: SubmissionKind; readonly asKnownBy: Instant },
): FormulaResult {
  let [filled, required] = [0, 0];
  const empty: string[] = [];
  const open: string[] = [];
  for (const id of due) {
    const own = filledFields(definition, facts, id, known);
    if (own.kind === 'open') {
      open.push(id);
      continue;
    }
    filled += own.filled;
    required += own.required;
    if (own.filled === 0) empty.push(id);
  }
  if (open.length > 0) return uncountedResult('insufficient_data', open);
  return countedResult(wholeShare(filled, required), { missing: empty });
}

/** Returns the result with the smallest share; one that could not be counted, or is 0/0, decides first. */
export function smallestResult(results: readonly FormulaResult[]): FormulaResult {
  let smallest: FormulaResult | null = null;
  for (const result of results) {
    if (result.share === null) return result;
    if (result.share.denominator.coefficient === 0n) return result;
    if (smallest?.share == null || isSmaller(result.share, smallest.share)) smallest = result;
  }
  return smallest ?? uncountedResult('insufficient_data');
}

type WholeShare = NonNullable<FormulaResult['share']>;

// Field counts are whole: cross products of coefficients compare them exactly.
function isSmaller(a: WholeShare, b: WholeShare): boolean {
  return (
    a.numerator.coefficient * b.denominator.coefficient < b.numerator.coefficient * a.denominator.coefficient
  );
}
