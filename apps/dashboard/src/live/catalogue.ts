import { standard } from '../format/names.js';
import type { Attestation, IndicatorId, MeasureValueAnswer, ProvenanceItem } from '../api/types.js';
import { measuresOfIndicator } from './clauses.js';

export type Coverage = 'telemetry' | 'evidence' | 'nothing';

/** What an indicator rests on now: a known measure, else an attestation, else nothing. */
export function coverageOf(
  id: IndicatorId,
  values: ReadonlyMap<string, MeasureValueAnswer>,
  attested: ReadonlySet<string>,
): Coverage {
  if (measuresOfIndicator(id).some(({ key }) => values.get(key)?.status === 'known')) return 'telemetry';
  return attested.has(id) ? 'evidence' : 'nothing';
}

/** The indicators that somebody has attested anything of. */
export function attestedIndicators(items: readonly Attestation[]): ReadonlySet<string> {
  return new Set(items.map(({ indicator, clause }) => indicator ?? clause?.split('.')[0] ?? ''));
}

/** Counts the 46 indicators by what they rest on. */
export function countCoverage(
  values: ReadonlyMap<string, MeasureValueAnswer>,
  attested: ReadonlySet<string>,
): Readonly<Record<Coverage, number>> {
  const counts = { telemetry: 0, evidence: 0, nothing: 0 };
  for (const { id } of standard.indicators) counts[coverageOf(id, values, attested)] += 1;
  return counts;
}

/** Where each measure comes from, by its key. */
export function originsOf(items: readonly ProvenanceItem[]): ReadonlyMap<string, ProvenanceItem> {
  return new Map(items.map((item) => [item.measure, item]));
}
