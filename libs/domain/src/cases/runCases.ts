import { type MeasureValue, toMeasureValue, unknownValue } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import { capabilityClausesUpTo } from '../inference/attestedCapabilities.js';
import type { CompiledStandard } from '../inference/compileStandard.js';
import { type MeasureValues, deriveMeasures, deriveQualifiedCounts } from '../inference/deriveMeasures.js';
import type { ClauseTrace } from '../inference/evaluateClause.js';
import { type IndicatorInference, inferIndicator } from '../inference/inferStandard.js';
import type { FactoryRatios } from '../inference/qualifiedFactories.js';
import { criterionClauses } from '../standard/clauses.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
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
  const attested = attestationsOf(standard, indicator, settings);
  const lookup = deriveMeasures(standard, measuresOf(standard, settings));
  return inferIndicator(compiled, lookup, (id) => attested.get(id) ?? 'unknown');
}

function attestationsOf(
  standard: CompiledStandard,
  indicator: IndicatorId,
  settings: readonly CaseSetting[],
): ReadonlyMap<ClauseId, Tri> {
  let attested = new Map<ClauseId, Tri>();
  for (const setting of settings) {
    if (setting.kind === 'attest') {
      attested = new Map(capabilityClausesUpTo(standard, indicator, setting.level).map((id) => [id, 'met']));
    } else if (setting.kind === 'capability') {
      attested.set(setting.clause, setting.status);
    }
  }
  return attested;
}

function measuresOf(standard: CompiledStandard, settings: readonly CaseSetting[]): MeasureValues {
  const given = new Map<MeasureKey, MeasureValue>();
  const factories: FactoryRatios[] = [];
  let total: number | null = null;
  for (const setting of settings) {
    if (setting.kind === 'measure') {
      if (setting.value.kind === 'missing') given.delete(setting.measure);
      else given.set(setting.measure, valueOf(standard, setting.measure, setting.value));
    } else if (setting.kind === 'factory') {
      factories.push({
        equipment: valueOf(standard, 'sf_digital_equipment_ratio', setting.equipment),
        upload: valueOf(standard, 'sf_data_upload_ratio', setting.upload),
      });
    } else if (setting.kind === 'factories') {
      total = setting.total;
    }
  }
  if (factories.length === 0 && total === null) return given;
  return new Map([...deriveQualifiedCounts(standard, factories, total), ...given]);
}

function valueOf(standard: CompiledStandard, key: MeasureKey, value: CaseValue): MeasureValue {
  switch (value.kind) {
    case 'missing':
      return unknownValue('insufficient_data');
    case 'unknown':
      return unknownValue(value.reason);
    case 'quotient': {
      const measure = standard.measures.get(key);
      return measure === undefined
        ? unknownValue('calc_error')
        : toMeasureValue(measure, value.numerator, value.denominator);
    }
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
