/* eslint-disable max-lines -- the duties of every port on one page: they are read together */
import type { FactColumns } from '@parkpulse/contracts';
import type {
  Attestation,
  ClauseRow,
  Fact,
  Instant,
  LevelRow,
  LogReplacement,
  MeasureDefinition,
  PointsTriple,
  ReadingFact,
  RegistryFact,
  ScoreRow,
  SignalPoint,
  SubmissionKind,
} from '@parkpulse/domain';

import type { AlertCommit, AlertContext } from './alerts/ports.js';

export type * from './identity/identityStore.js';

/** Tells the time, so that nothing below the composition reads a clock. */
export interface Clock {
  now(): Instant;
}

// ───────────────────────────────── Event log ─────────────────────────────────

/** One partition of one topic in one cluster; `topicId` changes when a topic is deleted and made again. */
export interface StreamId {
  readonly cluster: string;
  readonly topicId: string;
  readonly topic: string;
  readonly partition: number;
}

export interface NewRecord {
  readonly key: string | null;
  /** Null is a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LogRecord extends NewRecord {
  readonly offset: number;
  /** When the log took the record: the knowledge time of all its facts. */
  readonly receivedAt: Instant;
}

export interface LogBatch {
  readonly stream: StreamId;
  readonly records: readonly LogRecord[];
  /** The offset to go on from once this batch is stored. Gaps (compaction) make it differ from count + first. */
  readonly nextOffset: number;
  /** What the log will know this place by, stored beside the offset; absent where a log has no need of it. */
  readonly tail?: string | null;
}

/** Where the store stands in a stream. */
export interface StoredPosition {
  readonly nextOffset: number;
  /** That of the batch that led here, to tell a log that was cut and written anew; null: it said nothing. */
  readonly tail: string | null;
}

export interface LogPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** What a subscriber is told besides batches; each is loud, none stops the other partitions. */
export type LogAlarm =
  | { readonly kind: 'gap'; readonly stream: StreamId; readonly from: number; readonly to: number }
  | { readonly kind: 'recreated'; readonly stream: StreamId; readonly lost: number }
  /** Of the records before an offset, all of them read, the last at least are gone and others stand there. */
  | { readonly kind: 'replaced'; readonly stream: StreamId; readonly before: number }
  | { readonly kind: 'unreachable'; readonly code: string; readonly detail: string }
  | { readonly kind: 'reachable' };

export interface Subscriber {
  /** Called when a partition is taken over: gives the position to read from (the stored one) or null to start at the log's start. */
  assigned(stream: StreamId): Promise<StoredPosition | null>;
  /** One batch at a time per partition. A rejection means "not stored": the same batch comes again after a pause. */
  batch(batch: LogBatch): Promise<void>;
  revoked(stream: StreamId): void;
  alarm(alarm: LogAlarm): void;
}

export interface Subscription {
  /** Stops after the batch in work; resolves when no call of the subscriber is running. */
  stop(): Promise<void>;
}

/**
 * An ordered, partitioned, durable log. Duties: order per partition, durable before `append` resolves, every
 * record handed over at least once from the offset the subscriber gave. Not its duty: exactly-once, dedupe, meaning.
 */
export interface EventLog {
  append(topic: string, records: readonly NewRecord[]): Promise<readonly LogPosition[]>;
  subscribe(topics: readonly string[], subscriber: Subscriber): Promise<Subscription>;
  /** Records after the stored offsets, all partitions of the topics together: the backlog of the ingester. */
  ends(topics: readonly string[]): Promise<readonly (StreamId & { readonly end: number })[]>;
  close(): Promise<void>;
}

// ───────────────────────────────── Ingest ─────────────────────────────────

/** One accepted event, ready to be stored. `content` is a digest of what it says, to tell a resend from an id used twice. */
export interface StorableEvent {
  readonly park: string;
  readonly source: string;
  readonly id: string;
  readonly time: Instant;
  readonly offset: number;
  readonly receivedAt: Instant;
  readonly sequence: number;
  /** Old data sent on purpose: how late it comes says nothing of its source. Absent: it is not. */
  readonly isReplay?: boolean;
  readonly payload: Uint8Array | null;
  readonly facts: readonly Fact[];
  /** The same facts as rows of columns, where they were read so: then `facts` are made at each asking. */
  readonly rows?: FactSpan;
}

/** Rows [from, to) of columns that the events of a batch share. */
export interface FactSpan {
  readonly columns: FactColumns;
  readonly from: number;
  readonly to: number;
}

export interface NewDeadLetter {
  readonly code: string;
  readonly detailZh: string;
  readonly detailEn: string;
  readonly pointer: string | null;
  readonly park: string | null;
  /** The source the event named, as far as that could be read. */
  readonly source?: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Request id when it came over HTTP. */
  readonly request: string | null;
  readonly receivedAt: Instant;
  /** The raw bytes; of a record over 256 KB the first 4 KB, marked as truncated. */
  readonly payload: Uint8Array | null;
  readonly isTruncated: boolean;
}

export interface IngestCommit {
  readonly stream: StreamId;
  /** The fence: the epoch given by `claim`. */
  readonly epoch: number;
  readonly expectedOffset: number;
  readonly nextOffset: number;
  readonly tail?: string | null;
  readonly events: readonly StorableEvent[];
  readonly deadLetters: readonly NewDeadLetter[];
}

export interface IngestOutcome {
  readonly stored: number;
  readonly duplicates: number;
  /** Events whose id was used before with another content: written as dead letters `ID_CONFLICT`. */
  readonly conflicts: number;
  /** Events whose subject is no park here: written as dead letters `UNKNOWN_PARK`. */
  readonly unknownParks: number;
  readonly parks: readonly string[];
}

/** Thrown by `commit` when another worker owns the stream: roll back and stop, never retry. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

export interface StreamClaim {
  readonly nextOffset: number | null;
  readonly tail: string | null;
  readonly epoch: number;
}

export interface IngestStore {
  /** Takes the stream over (epoch + 1) and says where to go on; `nextOffset` is null when it was never read. */
  claim(stream: StreamId): Promise<StreamClaim>;
  /**
   * Stores events, dead letters, touched marks of the parks and the moved offset in ONE transaction.
   * Throws `FencedError` when the offset or epoch is not ours any more.
   */
  commit(commit: IngestCommit): Promise<IngestOutcome>;
  /** Accepted but not yet read, and parks with touches not yet assessed. */
  storedOffsets(): Promise<readonly (StreamId & { readonly nextOffset: number })[]>;
}

// ───────────────────────────────── Assessment ─────────────────────────────────

export interface ParkRecord {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly createdAt: Instant;
}

/** What the ingester (or a setting) changed since the park was last assessed. */
export interface Touch {
  readonly kind: Fact['kind'] | 'definition' | 'attestation';
  /** Measure of a reading or definition, submission kind, or indicator of an attestation; empty for states, transmissions and the register. */
  readonly group: string;
  /** Earliest and latest moment touched. */
  readonly from: Instant;
  readonly to: Instant;
  /** Newest knowledge time among what touched. */
  readonly knownAt: Instant;
}

/** An attestation as recorded: who stands for it, and why. */
export interface AttestationRecord extends Attestation {
  readonly id: string;
  readonly note: string | null;
  readonly by: string;
  readonly verifiedBy: string | null;
}

/** A log row as known over [knownFrom, knownTo). */
export interface Known {
  readonly knownFrom: Instant;
  readonly knownTo: Instant | null;
  readonly revision: number;
}

export interface AssessmentCommit {
  readonly knownFrom: Instant;
  readonly assessedTo: Instant;
  readonly nextDue: Instant | null;
  readonly clauses: LogReplacement<ClauseRow>;
  readonly levels: LogReplacement<LevelRow>;
  readonly scores: LogReplacement<ScoreRow>;
  /** Derived values of stream measures (readings are their own log). */
  readonly measures: LogReplacement<SignalPoint & { readonly measure: string }>;
  /** Indicators whose row in force at `assessedTo` changed: what a live patch carries. */
  readonly changed: readonly string[];
  /** What the run means for the park's alerts, stored with it; null while nothing is decided. */
  readonly alerts: AlertCommit | null;
}

export interface FactQuery {
  readonly kinds: readonly Fact['kind'][];
  readonly measures?: readonly string[];
  readonly submissions?: readonly SubmissionKind[];
  readonly devices?: readonly string[];
  /** Moments in [from, to). Registry facts are always given whole. */
  readonly from: Instant;
  readonly to: Instant;
  /** Only what was known at this instant; absent = everything known. */
  readonly knownAt?: Instant;
}

/** Reads stored facts; superseded ones too, so that the domain decides what is in force. */
export interface FactReader {
  facts(park: string, query: FactQuery): Promise<readonly Fact[]>;
  /** The newest `count` distinct moments per measure and enterprise before `before`, of each measure. */
  readingsBefore(
    park: string,
    measures: readonly string[],
    before: Instant,
    count: number,
    knownAt?: Instant,
  ): Promise<readonly Fact[]>;
  /** Devices that ever sent a state, in the register or not. */
  reportingDevices(park: string): Promise<readonly string[]>;
  /** First `online` state of each device ever. */
  firstOnline(park: string, knownAt?: Instant): Promise<readonly Fact[]>;
  /** Newest states before an instant: per device the last state of any kind (needed to start a window right). */
  statesBefore(park: string, before: Instant, knownAt?: Instant): Promise<readonly Fact[]>;
  registry(park: string, knownAt?: Instant): Promise<readonly RegistryFact[]>;
  definitions(park: string, knownAt?: Instant): Promise<readonly MeasureDefinition[]>;
}

/** One park, locked for assessment. */
export interface AssessmentSession extends FactReader {
  readonly park: ParkRecord;
  readonly revision: number;
  /** Null when never assessed. */
  readonly assessedTo: Instant | null;
  /** One per kind and group, in order of their first moments. */
  readonly touches: readonly Touch[];
  /** The facts that left a touch, if the store has them at hand; null when they must be read by its span. */
  newFacts(touch: Touch): readonly Fact[] | null;
  attestations(): Promise<readonly AttestationRecord[]>;
  /** The current row of every clause in force just before `before`, and all current rows at or after it. */
  clauseRows(
    before: Instant,
  ): Promise<{ readonly before: readonly ClauseRow[]; readonly after: readonly ClauseRow[] }>;
  levelRows(
    before: Instant,
  ): Promise<{ readonly before: readonly LevelRow[]; readonly after: readonly LevelRow[] }>;
  scoreRows(
    before: Instant,
  ): Promise<{ readonly before: readonly ScoreRow[]; readonly after: readonly ScoreRow[] }>;
  measureRows(measure: string, from: Instant): Promise<readonly SignalPoint[]>;
  /** The park's alerts, locked with it. */
  readonly alertContext: AlertContext;
}

export interface AssessmentStore {
  /** Parks with touches, or whose next due instant has come; oldest first. */
  dueParks(now: Instant, limit: number): Promise<readonly string[]>;
  /** The earliest due instant of all parks, to sleep until; null when none. */
  nextDue(): Promise<Instant | null>;
  /**
   * Locks the park (skipping it when another worker has it: returns null), takes its touches, lets `work`
   * decide and stores the result in the same transaction, revision + 1 when anything changed.
   */
  assess(
    park: string,
    work: (session: AssessmentSession) => Promise<AssessmentCommit>,
  ): Promise<Assessed | null>;
}

export interface Assessed {
  readonly revision: number;
  readonly changed: readonly string[];
  /** From when what was written is what is known; at or after what the work asked for. */
  readonly knownFrom: Instant;
}

// ───────────────────────────────── Queries ─────────────────────────────────

export interface DeadLetterRecord extends NewDeadLetter {
  readonly id: string;
  readonly replayedAt: Instant | null;
}

export interface FeedRecord {
  readonly source: string;
  readonly lastEventAt: Instant;
  /** Typical seconds between events (median of the last ten intervals); null with fewer than two events. */
  readonly periodSeconds: number | null;
  readonly events: number;
}

export interface Page {
  readonly limit: number;
  readonly after: string | null;
}

export interface Maintenance {
  readonly device: string;
  readonly from: Instant;
  /** When it said something else; null while it has not. */
  readonly to: Instant | null;
}

export interface Move {
  readonly row: LevelRow & Known;
  readonly before: (LevelRow & Known) | null;
}

/** A part of a score row: Z, the primaries or the secondaries. */
export type ScorePart = 'z' | 'primary' | 'secondary';

export interface ReadModel extends FactReader {
  parks(): Promise<readonly ParkRecord[]>;
  park(id: string): Promise<ParkRecord | null>;
  /** Level and score rows in force at `at`, as known at `knownAt` (null = now), of one snapshot, with the park's revision then. */
  snapshotAt(
    park: string,
    at: Instant,
    knownAt: Instant | null,
  ): Promise<{
    readonly levels: readonly (LevelRow & Known)[];
    readonly score: ScoreRow | null;
    readonly revision: number;
  }>;
  levelsAt(park: string, at: Instant, knownAt: Instant | null): Promise<readonly (LevelRow & Known)[]>;
  clausesAt(park: string, at: Instant, knownAt: Instant | null): Promise<readonly (ClauseRow & Known)[]>;
  scoreAt(park: string, at: Instant, knownAt: Instant | null): Promise<(ScoreRow & Known) | null>;
  /** Current rows in [from, to), preceded by the one in force at `from`. */
  scoresBetween(park: string, from: Instant, to: Instant): Promise<readonly (ScoreRow & Known)[]>;
  levelsBetween(
    park: string,
    from: Instant,
    to: Instant,
    indicator: string | null,
  ): Promise<readonly (LevelRow & Known)[]>;
  /**
   * The current rows in [from, to) at which the stable candidate level moved, of one indicator or of all, the newest first and
   * at most `count` of them (null: all), each with the row before it (null: the first).
   */
  movesBetween(
    park: string,
    from: Instant,
    to: Instant,
    asked: { readonly indicator: string | null; readonly count: number | null },
  ): Promise<readonly Move[]>;
  clausesBetween(
    park: string,
    from: Instant,
    to: Instant,
    clauses: readonly string[],
  ): Promise<readonly (ClauseRow & Known)[]>;
  /** As `scoresBetween`, but of one part of the score alone: all that a trend wants. */
  scorePoints(
    park: string,
    from: Instant,
    to: Instant,
    part: ScorePart,
  ): Promise<readonly { readonly at: Instant; readonly points: readonly PointsTriple[] }[]>;
  /** As `levelsBetween` of some indicators, but the stable levels alone. */
  levelPoints(
    park: string,
    from: Instant,
    to: Instant,
    indicators: readonly string[],
  ): Promise<readonly Pick<LevelRow, 'indicator' | 'at' | 'stable'>[]>;
  /**
   * What was read of a measure in [from, to), preceded by what was read at the newest `before` moments earlier. Null when any
   * of these moments was stated more than once: then which statement is in force is for the domain to say, of the facts.
   */
  readingValues(
    park: string,
    measure: string,
    span: {
      readonly from: Instant;
      readonly to: Instant;
      readonly enterprise: string | null;
      readonly before: number;
    },
  ): Promise<readonly Pick<ReadingFact, 'at' | 'numerator' | 'denominator'>[] | null>;
  /** As `measurePoints`, the values alone. */
  measureValues(
    park: string,
    measure: string,
    from: Instant,
    to: Instant,
  ): Promise<readonly Pick<SignalPoint, 'at' | 'value'>[]>;
  /** Points of a stream or register measure in [from, to), preceded by the one in force at `from`. */
  measurePoints(
    park: string,
    measure: string,
    from: Instant,
    to: Instant,
    knownAt?: Instant,
  ): Promise<readonly (SignalPoint & Known)[]>;
  status(
    park: string,
  ): Promise<{ readonly revision: number; readonly assessedTo: Instant | null; readonly touched: number }>;
  feeds(park: string): Promise<readonly FeedRecord[]>;
  deadLetters(
    filter: { readonly park: string | null; readonly code: string | null },
    page: Page,
  ): Promise<readonly DeadLetterRecord[]>;
  deadLettersById(ids: readonly string[]): Promise<readonly DeadLetterRecord[]>;
  attestations(park: string): Promise<readonly AttestationRecord[]>;
  /** Stretches of [from, to) that devices said they were in maintenance, the newest first. */
  maintenances(park: string, from: Instant, to: Instant): Promise<readonly Maintenance[]>;
  /** Earliest fact moment of the park: before it there is no history to draw. */
  firstMoment(park: string): Promise<Instant | null>;
}

export interface Settings {
  createPark(park: ParkRecord): Promise<'created' | 'exists'>;
  patchPark(
    id: string,
    change: { readonly name?: string; readonly timeZone?: string },
  ): Promise<ParkRecord | null>;
  /** Stores a new version and touches the measure from `effectiveFrom` on. */
  putDefinition(
    park: string,
    definition: Omit<MeasureDefinition, 'version'>,
    by: string,
    now: Instant,
  ): Promise<MeasureDefinition>;
  addAttestations(
    park: string,
    rows: readonly Omit<AttestationRecord, 'id'>[],
  ): Promise<readonly AttestationRecord[]>;
  markReplayed(ids: readonly string[], now: Instant): Promise<void>;
}

// ───────────────────────────────── Live ─────────────────────────────────

/** Tells web nodes that a park moved on; carries no data, only what to load. */
export interface LiveFeed {
  subscribe(
    listener: (message: {
      readonly park: string;
      readonly revision: number;
      readonly changed: readonly string[];
    }) => void,
  ): Promise<{ stop(): Promise<void> }>;
}
