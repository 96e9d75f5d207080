import {
  type ClauseId,
  type ClauseRow,
  type Fact,
  type IndicatorId,
  type Instant,
  type LevelRow,
  type MeasureDefinition,
  type MeasureKey,
  ParkFacts,
  SUBMISSION_KINDS,
  joinGapOf,
  type ScoreRow,
  momentOf,
} from '@parkpulse/domain';
import type { AssessmentSession, AttestationRecord, Touch } from '../ports.js';
import { type Lookback, everyDefinition, lookbackOf } from './lookback.js';

/**
 * What the assessor keeps of a park between two runs, so that a run reads only what is new. Everything in it can be
 * read again from the store: it is dropped whenever it does not match what the session says, or has grown old.
 */
export interface ParkMemory {
  readonly facts: ParkFacts;
  /** Facts are complete from here on (for each kind, less its lookback). */
  readonly coveredFrom: Instant;
  definitions: readonly MeasureDefinition[];
  attestations: readonly AttestationRecord[];
  /** Per series the newest moment that has been assessed: a later fact at or before it is late. */
  readonly horizons: Map<string, Instant>;
  /** Newest knowledge time assessed. */
  knownTo: Instant;
  /** Moments in the future (at most five minutes ahead) that wait for their time. */
  future: readonly Instant[];
  readonly nextDue: Map<MeasureKey, Instant | null>;
  /** Per measure an instant that no row of its log lies behind; of one that is not here nothing is known. */
  readonly loggedTo: Map<string, Instant>;
  /** The rows in force at `assessedTo`. */
  readonly clauses: Map<ClauseId, ClauseRow>;
  readonly levels: Map<IndicatorId, LevelRow>;
  score: ScoreRow | null;
  assessedTo: Instant | null;
  revision: number;
}

/** Rows older than this are not kept in memory for longer than one run. */
const LONGEST_COVER_MS = 4 * 86_400_000;

/** Reads a park into memory, complete from `from` on. */
export async function loadMemory(session: AssessmentSession, from: Instant): Promise<ParkMemory> {
  const definitions = await session.definitions(session.park.id);
  const every = everyDefinition(definitions);
  const lookback = lookbackOf(every, from);
  const attestations = await session.attestations();
  const facts = new ParkFacts(joinGapOf(every));
  const at = session.assessedTo ?? from;
  const [clauses, levels, scores] = [
    await session.clauseRows(at + 1),
    await session.levelRows(at + 1),
    await session.scoreRows(at + 1),
  ];
  const memory: ParkMemory = {
    facts,
    coveredFrom: from,
    definitions,
    attestations,
    horizons: new Map(),
    knownTo: session.assessedTo ?? Number.NEGATIVE_INFINITY,
    future: [],
    nextDue: new Map(),
    loggedTo: new Map(),
    clauses: new Map(clauses.before.map((row) => [row.clause, row])),
    levels: new Map(levels.before.map((row) => [row.indicator, row])),
    score: scores.before[0] ?? null,
    assessedTo: session.assessedTo,
    revision: session.revision,
  };
  for await (const part of storedFacts(session, lookback, from)) {
    for (const fact of part) {
      facts.add(fact);
      if (fact.origin.knownAt <= memory.knownTo) raiseHorizon(memory, fact);
    }
  }
  facts.beginAt(lookback.statesFrom);
  return memory;
}

/** Whether memory still says what the store says, and reaches back far enough. */
export function isUsable(
  memory: ParkMemory | undefined,
  session: AssessmentSession,
  from: Instant,
): memory is ParkMemory {
  return (
    memory !== undefined &&
    memory.revision === session.revision &&
    memory.assessedTo === session.assessedTo &&
    memory.coveredFrom <= from &&
    // Heartbeats are kept as finely as the definitions asked when they were read.
    !session.touches.some(({ kind }) => kind === 'definition')
  );
}

/** Whether memory has grown so far back that reading it anew is cheaper than keeping it. */
export function isOutgrown(memory: ParkMemory): boolean {
  return memory.assessedTo !== null && memory.assessedTo - memory.coveredFrom > LONGEST_COVER_MS;
}

/** A new fact that is not newer than what was assessed of its series. */
export interface LateFact {
  readonly fact: Fact;
  readonly horizon: Instant;
}

/** Takes the touched facts in; reading them twice changes nothing. Returns those that came late. */
export async function absorbTouches(
  memory: ParkMemory,
  session: AssessmentSession,
  touches: readonly Touch[],
): Promise<readonly LateFact[]> {
  const fresh: Fact[] = [];
  for (const touch of touches) {
    const held = session.newFacts(touch);
    const facts = held === null ? await touchedFacts(session, touch) : inOrder(held);
    for (const fact of facts) {
      memory.facts.add(fact);
      if (fact.origin.knownAt > memory.knownTo) fresh.push(fact);
    }
  }
  // Late is what was assessed past before this run: facts of one run cannot make each other late.
  const late = fresh.flatMap((fact) => {
    const horizon = memory.horizons.get(seriesOf(fact));
    return horizon !== undefined && momentOf(fact) <= horizon ? [{ fact, horizon }] : [];
  });
  for (const fact of fresh) raiseHorizon(memory, fact);
  if (touches.some(({ kind }) => kind === 'definition'))
    memory.definitions = await session.definitions(session.park.id);
  if (touches.some(({ kind }) => kind === 'attestation')) memory.attestations = await session.attestations();
  memory.knownTo = touches.reduce((newest, { knownAt }) => Math.max(newest, knownAt), memory.knownTo);
  return late;
}

function inOrder(facts: readonly Fact[]): readonly Fact[] {
  return facts.toSorted((a, b) => momentOf(a) - momentOf(b));
}

async function touchedFacts(session: AssessmentSession, touch: Touch): Promise<readonly Fact[]> {
  const span = { from: touch.from, to: touch.to + 1 };
  switch (touch.kind) {
    case 'reading':
      return session.facts(session.park.id, { kinds: ['reading'], measures: [touch.group], ...span });
    case 'state':
    case 'transmission':
      return session.facts(session.park.id, { kinds: [touch.kind], ...span });
    case 'submission':
      return session.facts(session.park.id, {
        kinds: ['submission'],
        submissions: SUBMISSION_KINDS.filter((kind) => kind === touch.group),
        ...span,
      });
    case 'registry':
      return session.registry(session.park.id);
    case 'definition':
    case 'attestation':
      return [];
  }
}

// The register first and states in order of their time, as joining heartbeats wants them.
async function* storedFacts(
  session: AssessmentSession,
  lookback: Lookback,
  from: Instant,
): AsyncGenerator<readonly Fact[]> {
  const park = session.park.id;
  yield await session.registry(park);
  yield await session.readingsBefore(park, [], from, lookback.readings);
  yield await session.facts(park, { kinds: ['reading'], from, to: EVERYTHING });
  yield await session.facts(park, {
    kinds: ['transmission'],
    from: lookback.transmissionsFrom,
    to: EVERYTHING,
  });
  yield await session.facts(park, { kinds: ['submission'], from: Number.MIN_SAFE_INTEGER, to: EVERYTHING });
  const firsts = lookback.needsFirstOnline ? await session.firstOnline(park) : [];
  const earlier = firsts.filter((fact) => momentOf(fact) < lookback.statesFrom);
  yield inOrder([...earlier, ...(await session.statesBefore(park, lookback.statesFrom))]);
  yield* storedStates(session, lookback.statesFrom);
}

const EVERYTHING = Number.MAX_SAFE_INTEGER;
/** About so many states are read at once: a large park has more than memory would hold as objects. */
const STATES_AT_ONCE = 50_000;
const FIRST_DEVICES = 200;
const LEAST_DEVICES = 10;

// Device by device, not minute by minute: what one of them sent lies together.
async function* storedStates(session: AssessmentSession, from: Instant): AsyncGenerator<readonly Fact[]> {
  const park = session.park.id;
  const devices = await session.reportingDevices(park);
  for (let [first, count] = [0, FIRST_DEVICES]; first < devices.length;) {
    const some = devices.slice(first, first + count);
    const part = await session.facts(park, { kinds: ['state'], devices: some, from, to: EVERYTHING });
    yield part;
    first += count;
    if (part.length < STATES_AT_ONCE / 4) count *= 2;
    else if (part.length > STATES_AT_ONCE) count = Math.max(LEAST_DEVICES, Math.floor(count / 2));
  }
}

function raiseHorizon(memory: ParkMemory, fact: Fact): void {
  const series = seriesOf(fact);
  const moment = momentOf(fact);
  if (moment > (memory.horizons.get(series) ?? Number.NEGATIVE_INFINITY)) memory.horizons.set(series, moment);
}

function seriesOf(fact: Fact): string {
  switch (fact.kind) {
    case 'reading':
      return `reading/${fact.measure}/${fact.enterprise ?? ''}`;
    case 'state':
      return `state/${fact.device}`;
    case 'transmission':
      return `transmission/${fact.device}`;
    case 'submission':
      return `submission/${fact.submission}/${fact.enterprise}/${fact.period}`;
    case 'registry':
      return `registry/${fact.entity}/${fact.id}`;
  }
}
