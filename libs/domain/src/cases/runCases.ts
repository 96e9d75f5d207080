import { type MeasureValue, toMeasureValue, unknownValue } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import { capabilityClausesUpTo } from '../inference/attestedCapabilities.js';
import type { CompiledStandard } from '../inference/compileStandard.js';
import { deriveMeasures } from '../inference/deriveMeasures.js';
import type { ClauseTrace } from '../inference/evaluateClause.js';
import { type IndicatorInference, inferIndicator } from '../inference/inferStandard.js';
import { criterionClauses } from '../standard/clauses.js';
import type { ClauseId } from '../standard/ids.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { CaseFile, CaseSetting, CaseValue, ExpectedClause, GoldenCase } from './caseFile.js';

/** A case that a standard does not satisfy: where it is written and what differs. */
export interface CaseFailure {
  readonly line: number;
  readonly text: string;
  readonly difference: string;
}

/** Runs a file's cases against a standard and yields each failure; stop early by leaving the loop. */
export function* runCases(standard: CompiledStandard, file: CaseFile): Generator<CaseFailure> {
  yield* compareClauseLists(standard, file);
  for (const golden of file.cases) {
    const difference = differenceOf(standard, file, golden);
    if (difference !== '') yield { line: golden.line, text: golden.text, difference };
  }
}

function* compareClauseLists(
  standard: CompiledStandard,
  { indicator, clauses }: CaseFile,
): Generator<CaseFailure> {
  for (const { criterion } of standard.byId.get(indicator)?.criteria ?? []) {
    const found = criterionClauses(criterion)
      .map(({ id }) => id)
      .join(' ');
    const expected = (clauses.get(criterion.level) ?? []).join(' ');
    if (found !== expected) {
      yield {
        line: 0,
        text: `clauses ${criterion.level}`,
        difference: `expected ${expected}, found ${found}`,
      };
    }
  }
}

function differenceOf(standard: CompiledStandard, file: CaseFile, golden: GoldenCase): string {
  const inference = inferCase(standard, file, golden.settings);
  const found = levelsText(inference);
  const expected = levelsText(golden.levels);
  const levels = found === expected ? [] : [`levels ${found} instead of ${expected}`];
  const traces = new Map(inference.clauses.map((trace) => [trace.id, trace]));
  const clauses = golden.clauses.flatMap((clause) => clauseDifference(clause, traces.get(clause.id)));
  return [...levels, ...clauses].join('; ');
}

function inferCase(
  standard: CompiledStandard,
  { indicator }: CaseFile,
  settings: readonly CaseSetting[],
): IndicatorInference {
  const compiled = standard.byId.get(indicator);
  if (compiled === undefined) throw new RangeError(`the standard has no ${indicator}`);
  const measures = new Map<MeasureKey, MeasureValue>();
  let attested = new Map<ClauseId, Tri>();
  for (const setting of settings) {
    switch (setting.kind) {
      case 'attest':
        attested = new Map(
          capabilityClausesUpTo(standard, indicator, setting.level).map((id) => [id, 'met']),
        );
        break;
      case 'measure':
        setMeasure(standard, measures, setting.measure, setting.value);
        break;
      case 'capability':
        attested.set(setting.clause, setting.status);
        break;
    }
  }
  return inferIndicator(compiled, deriveMeasures(standard, measures), (id) => attested.get(id) ?? 'unknown');
}

function setMeasure(
  { measures: definitions }: CompiledStandard,
  measures: Map<MeasureKey, MeasureValue>,
  key: MeasureKey,
  value: CaseValue,
): void {
  const definition = definitions.get(key);
  switch (value.kind) {
    case 'missing':
      measures.delete(key);
      break;
    case 'unknown':
      measures.set(key, unknownValue(value.reason));
      break;
    case 'quotient':
      if (definition !== undefined)
        measures.set(key, toMeasureValue(definition, value.numerator, value.denominator));
      break;
  }
}

function levelsText({ assured, candidate, ceiling }: GoldenCase['levels']): string {
  return `${assured} ${candidate} ${ceiling}`;
}

function clauseDifference(expected: ExpectedClause, found: ClauseTrace | undefined): readonly string[] {
  if (found === undefined) return [`${expected.id} does not exist`];
  const isSame =
    found.status === expected.status && (expected.reason === null || found.reason === expected.reason);
  return isSame ? [] : [`${expected.id} is ${found.status} ${found.reason ?? ''}`.trim()];
}
