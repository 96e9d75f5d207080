import { type IndicatorDetail, type ClauseTrace as WireClause, toQuantity } from '@parkpulse/contracts';
import {
  type ClauseRow,
  type ClauseTrace,
  type CompiledIndicator,
  type FactorySignals,
  type IndicatorId,
  type Instant,
  type MeasureDefinition,
  type MeasureKey,
  type MeasureValue,
  type Origin,
  type Signal,
  type SignalPoint,
  LOWEST_LEVELS,
  attestedStatus,
  completeSignals,
  decimalText,
  deriveFactorySignals,
  deriveSignal,
  inferIndicator,
  measureKindOf,
  nextLevel,
  pointAt,
  pointsBetween,
  pointsText,
  quotientText,
  unknownValue,
} from '@parkpulse/domain';
import { versionsOf } from '../assess/dwellOf.js';
import type { AssessmentRules } from '../assess/rules.js';
import type { AttestationRecord, ReadModel } from '../ports.js';
import type { AssessmentQuery } from './assessmentOf.js';
import { loadFacts } from './loadFacts.js';
import { VALUE_DIGITS } from './valueOf.js';
import { indicatorWire, timeText } from './wire.js';

type Points = ReadonlyMap<MeasureKey, readonly SignalPoint[]>;

/** An indicator at a moment, clause by clause: what it compared, with which value, and which event decided it. */
export async function indicatorOf(
  read: ReadModel,
  rules: AssessmentRules,
  query: AssessmentQuery & { readonly zone: string; readonly indicator: IndicatorId },
): Promise<IndicatorDetail> {
  const { park, at, knownAt, indicator } = query;
  const compiled = rules.standard.byId.get(indicator) as CompiledIndicator;
  const { levels, revision } = await read.snapshotAt(park, at, knownAt);
  const row = levels.find((each) => each.indicator === indicator);
  const clauses = new Map((await read.clausesAt(park, at, knownAt)).map((clause) => [clause.clause, clause]));
  const attestations = await read.attestations(park);
  const known =
    knownAt === null ? attestations : attestations.filter(({ recordedAt }) => recordedAt <= knownAt);
  const signals = await signalsAt(read, rules, query);
  const traces = traceClauses(compiled, signals, known, at);
  const status = (id: ClauseTrace['id']): ClauseRow['confirmed'] => clauses.get(id)?.confirmed ?? 'unknown';
  const { candidate } = row?.stable ?? LOWEST_LEVELS;
  const next = nextLevel(compiled, candidate, status);
  return {
    ...indicatorWire(rules, indicator, row),
    revision,
    clauses: traces.map((trace) =>
      wireOf(trace, clauses.get(trace.id), { signals, attestations: known, at }),
    ),
    next:
      next === null
        ? null
        : { ...next, gain: pointsText(pointsBetween(rules.plan, indicator, candidate, next.level)) },
  };
}

function traceClauses(
  compiled: CompiledIndicator,
  signals: Points,
  attestations: readonly AttestationRecord[],
  at: Instant,
): readonly ClauseTrace[] {
  const valueOf = (key: MeasureKey): MeasureValue =>
    pointAt(signals.get(key) ?? [], at)?.value ?? unknownValue('insufficient_data');
  const attested = (id: string): ClauseTrace['status'] =>
    attestedStatus(
      attestations.filter(({ clause }) => clause === id),
      at,
    )?.status ?? 'unknown';
  return inferIndicator(compiled, valueOf, attested).clauses;
}

interface Evidence {
  readonly signals: Points;
  readonly attestations: readonly AttestationRecord[];
  readonly at: Instant;
}

function wireOf(
  trace: ClauseTrace,
  row: ClauseRow | undefined,
  evidence: Evidence,
): WireClause & ClauseExtras {
  const comparisons = trace.comparisons.map(({ measure, comparator, threshold, status }) => ({
    measure,
    comparator,
    threshold,
    status,
    ...valueWire(evidence, measure),
  }));
  const deciding = comparisons.find(({ status }) => status === trace.status) ?? comparisons[0];
  return {
    ...(deciding ?? attestedWire(trace, evidence)),
    id: trace.id,
    status: row?.confirmed ?? 'unknown',
    raw: trace.status,
    reason: trace.reason,
    held: row?.held ?? false,
    since: row === undefined ? null : timeText(row.rawSince),
    comparisons,
  };
}

/** What answers carry beyond the contract's fields. */
export interface ClauseExtras {
  /** The value is stale and the confirmed status is kept for now. */
  readonly held: boolean;
  readonly since: string | null;
  /** All comparisons of an either/or or a branch, in the order of the text. */
  readonly comparisons: readonly unknown[];
}

type ValueWire = Pick<
  WireClause,
  'numerator' | 'denominator' | 'value' | 'asOf' | 'freshUntil' | 'decidedBy'
>;

const NO_VALUE: ValueWire = {
  numerator: null,
  denominator: null,
  value: null,
  asOf: null,
  freshUntil: null,
  decidedBy: null,
};
const NO_COMPARISON = { measure: null, comparator: null, threshold: null };

function attestedWire({ id }: ClauseTrace, { attestations, at }: Evidence): ValueWire & typeof NO_COMPARISON {
  const attestation = attestedStatus(
    attestations.filter(({ clause }) => clause === id),
    at,
  );
  if (attestation === null) return { ...NO_COMPARISON, ...NO_VALUE };
  const decidedBy = { attestation: attestation.id };
  return { ...NO_COMPARISON, ...NO_VALUE, asOf: timeText(attestation.from), decidedBy };
}

// A stale value stays readable: what it was when it was last fresh.
function valueWire({ signals, at }: Evidence, measure: MeasureKey): ValueWire {
  const point = pointAt(signals.get(measure) ?? [], at);
  if (point === null) return NO_VALUE;
  const value = point.value.kind === 'known' ? point.value : point.lastKnown;
  return {
    ...shareWire(value?.kind === 'known' ? value : null),
    asOf: instantWire(point.asOf),
    freshUntil: instantWire(point.freshUntil),
    decidedBy: point.decidedBy === null ? null : originWire(point.decidedBy),
  };
}

function shareWire(
  share: Extract<MeasureValue, { kind: 'known' }> | null,
): Pick<ValueWire, 'numerator' | 'denominator' | 'value'> {
  if (share === null) return { numerator: null, denominator: null, value: null };
  const { numerator, denominator } = share;
  return {
    numerator: toQuantity(decimalText(numerator)),
    denominator: toQuantity(decimalText(denominator)),
    value: quotientText(numerator, denominator, VALUE_DIGITS),
  };
}

function instantWire(at: Instant | null): string | null {
  return at === null ? null : timeText(at);
}

function originWire({ event, source, topic, partition, offset }: Origin): WireClause['decidedBy'] {
  return { event, source, topic, partition, offset };
}

// Readings are read and formed again; values formed from streams were logged as they were formed.
async function signalsAt(
  read: ReadModel,
  rules: AssessmentRules,
  {
    park,
    at,
    knownAt,
    zone,
    indicator,
  }: AssessmentQuery & { readonly zone: string; readonly indicator: IndicatorId },
): Promise<Points> {
  const definitions = await read.definitions(park, knownAt ?? undefined);
  const inputs = rules.inputs.get(indicator) ?? [];
  const readings = inputs.filter((key) => measureKindOf(key) === 'reading');
  const facts = await loadFacts(read, readings, definitions, {
    park,
    from: at,
    to: at,
    knownAt,
    scope: 'moments',
  });
  const versions = (measure: string): readonly MeasureDefinition[] => versionsOf(definitions, measure);
  const request = { facts, zone, from: at, to: at, versionsOf: versions };
  const signals = new Map<MeasureKey, readonly SignalPoint[]>();
  for (const key of inputs) {
    const isReading = measureKindOf(key) === 'reading';
    const points = isReading
      ? deriveSignal({ ...request, measure: key, versions: versions(key) }).points
      : await read.measurePoints(park, key, at, at + 1, knownAt ?? undefined);
    signals.set(key, points);
  }
  if (!rules.standard.derivations.some(({ key }) => signals.has(key))) return signals;
  const factories = [...deriveFactorySignals(request).values()].map(pointsOfFactory);
  return completeSignals(rules.standard, { signals, factories });
}

function pointsOfFactory({
  equipment,
  upload,
}: {
  readonly equipment: Signal;
  readonly upload: Signal;
}): FactorySignals {
  return { equipment: equipment.points, upload: upload.points };
}
