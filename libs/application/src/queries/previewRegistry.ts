import type { RegistryPreview } from '@parkpulse/contracts';
import {
  type Instant,
  type MeasureDefinition,
  type MeasureKey,
  type ParkFacts,
  type RegistryFact,
  type SignalPoint,
  attestedStatus,
  completeSignals,
  deriveFactorySignals,
  deriveSignal,
  inferIndicator,
  pointAt,
  pointsBetween,
  pointsText,
  scoreInference,
  unknownValue,
} from '@parkpulse/domain';
import { versionsOf } from '../assess/dwellOf.js';
import { everyDefinition } from '../assess/lookback.js';
import type { AssessmentRules } from '../assess/rules.js';
import type { AttestationRecord, ReadModel } from '../ports.js';
import { loadFacts } from './loadFacts.js';
import { timeText } from './wire.js';

export interface PreviewQuery {
  readonly park: string;
  readonly zone: string;
  /** Entries that are thought of; nothing of them is stored. */
  readonly entries: readonly RegistryFact[];
  readonly now: Instant;
}

type Inferred = readonly ReturnType<typeof inferIndicator>[];

/**
 * Tells what register entries would do to the levels as they stand, before they are saved: with 3 smart factories the
 * 31st enterprise turns indicator 3 down (ruling I3f). Judged at the latest of now and the entries' beginning.
 */
export async function previewRegistry(
  read: ReadModel,
  rules: AssessmentRules,
  query: PreviewQuery,
): Promise<RegistryPreview> {
  const { park, now, entries } = query;
  const at = Math.max(now, ...entries.map(({ effectiveFrom }) => effectiveFrom));
  const definitions = await read.definitions(park);
  const measures = [...rules.standard.measures.keys()];
  const span = { park, from: now, to: now, knownAt: null, scope: 'moments' as const };
  const facts = await loadFacts(read, measures, everyDefinition(definitions), span);
  const attestations = await read.attestations(park);
  const infer = (): Inferred =>
    inferAt({ rules, facts, definitions, attestations, zone: query.zone, at: now });
  const before = infer();
  // Entries of the future are judged as if they began now: the streams of then are not known.
  for (const entry of entries) facts.add({ ...entry, effectiveFrom: Math.min(entry.effectiveFrom, now) });
  const after = infer();
  return toPreview(rules, at, before, after);
}

interface Moment {
  readonly rules: AssessmentRules;
  readonly facts: ParkFacts;
  readonly definitions: readonly MeasureDefinition[];
  readonly attestations: readonly AttestationRecord[];
  readonly zone: string;
  readonly at: Instant;
}

function inferAt({ rules, facts, definitions, attestations, zone, at }: Moment): Inferred {
  const versions = (measure: string): readonly MeasureDefinition[] => versionsOf(definitions, measure);
  const request = { facts, zone, from: at, to: at, versionsOf: versions };
  const signals = new Map<MeasureKey, readonly SignalPoint[]>();
  for (const measure of rules.standard.measures.keys()) {
    signals.set(measure, deriveSignal({ ...request, measure, versions: versions(measure) }).points);
  }
  const factories = [...deriveFactorySignals(request).values()].map(({ equipment, upload }) => ({
    equipment: equipment.points,
    upload: upload.points,
  }));
  const complete = completeSignals(rules.standard, { signals, factories });
  return rules.standard.indicators.map((compiled) =>
    inferIndicator(
      compiled,
      (key) => pointAt(complete.get(key) ?? [], at)?.value ?? unknownValue('insufficient_data'),
      (id) =>
        attestedStatus(
          attestations.filter(({ clause }) => clause === id),
          at,
        )?.status ?? 'unknown',
    ),
  );
}

function toPreview(
  { plan }: AssessmentRules,
  at: Instant,
  before: Inferred,
  after: Inferred,
): RegistryPreview {
  const z = (inferred: Inferred): string => pointsText(scoreInference(plan, inferred).candidate.z);
  const changes = after.flatMap((inferred, index) => {
    const was = before[index];
    if (was === undefined || was.candidate === inferred.candidate) return [];
    const clauses = inferred.clauses
      .filter(({ status }, place) => status !== was.clauses[place]?.status)
      .map(({ id }) => id);
    const points = pointsText(pointsBetween(plan, inferred.id, was.candidate, inferred.candidate));
    return [{ indicator: inferred.id, from: was.candidate, to: inferred.candidate, points, clauses }];
  });
  return { at: timeText(at), zFrom: z(before), zTo: z(after), changes };
}
