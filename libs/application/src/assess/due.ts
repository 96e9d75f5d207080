import {
  type ClauseRow,
  type IndicatorId,
  type Instant,
  confirmationDue,
  nextAttestationChange,
} from '@parkpulse/domain';
import { type Dirt, lower } from './dirt.js';
import { longestDwell } from './dwellOf.js';
import type { ParkMemory } from './parkMemory.js';
import type { AssessmentRules } from './rules.js';

/** From when on each indicator must be derived anew: its measures, its attestations, and confirmations that fell due. */
export function indicatorDirt(
  rules: AssessmentRules,
  memory: ParkMemory,
  dirt: Dirt,
  now: Instant,
): ReadonlyMap<IndicatorId, Instant> {
  const dirty = new Map<IndicatorId, Instant>();
  const note = (id: IndicatorId, at: Instant | null | undefined): void => {
    if (at !== null && at !== undefined && at <= now) lower(dirty, id, at);
  };
  for (const [id, measures] of rules.inputs) {
    for (const measure of measures) note(id, dirt.measures.get(measure));
    note(id, dirt.attested.get(id));
  }
  for (const row of memory.clauses.values()) note(indicatorOf(row), confirmationOf(rules, memory, row));
  for (const { id, at } of attestationChanges(memory)) note(id, at);
  return dirty;
}

/** The next instant at which something can change without new facts; null when nothing can. */
export function nextDueOf(rules: AssessmentRules, memory: ParkMemory, now: Instant): Instant | null {
  const dues = [
    ...memory.nextDue.values(),
    ...memory.future,
    ...[...memory.clauses.values()].map((row) => confirmationOf(rules, memory, row)),
    ...attestationChanges(memory).map(({ at }) => at),
  ];
  const ahead = dues.filter((due): due is Instant => due !== null && due > now);
  return ahead.length === 0 ? null : ahead.reduce((a, b) => Math.min(a, b));
}

function confirmationOf(rules: AssessmentRules, memory: ParkMemory, row: ClauseRow): Instant | null {
  if (row.raw === row.confirmed) return null;
  const measures = rules.clauseMeasures.get(row.clause) ?? [];
  return confirmationDue(row, longestDwell(memory.definitions, measures, row.rawSince));
}

function attestationChanges({
  attestations,
  assessedTo,
}: ParkMemory): readonly { id: IndicatorId; at: Instant }[] {
  if (assessedTo === null) return [];
  const changes: { id: IndicatorId; at: Instant }[] = [];
  for (const attestation of attestations) {
    const at = nextAttestationChange([attestation], assessedTo);
    if (at !== null) changes.push({ id: indicatorOf(attestation), at });
  }
  return changes;
}

function indicatorOf({ clause }: { readonly clause: string }): IndicatorId {
  return clause.slice(0, clause.indexOf('.')) as IndicatorId;
}
