import type { CompiledStandard } from '../inference/compileStandard.js';
import type { LevelRow, ScoreRow } from '../assessment/rows.js';
import type { ScoringPlan } from '../assessment/scoring.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { Instant } from '../telemetry/facts.js';
import type { ParkFacts } from '../telemetry/parkFacts.js';
import type { SignalPoint } from '../telemetry/signal.js';

/** Levels as now believed: in force when alerts were last decided, and changed since. */
export interface LevelChanges {
  readonly before: ReadonlyMap<IndicatorId, LevelRow>;
  /** Rows in (decided to, now], in any order. */
  readonly within: readonly LevelRow[];
  /** Indicators whose past was rewritten by another measure definition: their fall raises nothing. */
  readonly ruleRestated: ReadonlySet<IndicatorId>;
}

export interface ScoreChanges {
  readonly before: ScoreRow | null;
  readonly within: readonly ScoreRow[];
}

/** A source of events as the feed register knows it. */
export interface FeedSighting {
  readonly source: string;
  readonly lastEventAt: Instant;
  /** Typical seconds between its events; null when it has not sent enough to tell. */
  readonly periodSeconds: number | null;
  /** Seconds between the oldest and the newest of its last events (at most eleven). */
  readonly spanSeconds: number;
}

/** An attestation that ends. */
export interface ExpiringAttestation {
  readonly clause: ClauseId;
  readonly to: Instant | null;
}

/**
 * How late the events of one source came, judged by the time they speak of, over its last arrivals: 15 to 30 minutes of
 * them, and of one that seldom speaks the last five at least. Events sent as replay do not count.
 */
export interface SourceLag {
  readonly source: string;
  readonly events: number;
  /** Of these, those more than `LATE_AFTER_MS` late. */
  readonly late: number;
  /** Seconds by which those were late, on average; null when none was. */
  readonly lateSeconds: number | null;
  /** Events refused as `TS_FUTURE` lately, and when the newest was. */
  readonly future: number;
  readonly futureAt: Instant | null;
}

/** An event is late when it comes so many milliseconds after the time it speaks of (domain reference 6, A13). */
export const LATE_AFTER_MS = 300_000;

/**
 * Everything the rules of one park may look at, as an assessment has just left it. What cannot be seen now is null: the
 * rules that need it then see no data, and change nothing.
 */
export interface AlertInputs {
  readonly standard: CompiledStandard;
  readonly plan: ScoringPlan;
  readonly zone: string;
  readonly levels: LevelChanges;
  readonly scores: ScoreChanges;
  /** The live value of a measure at an instant of this run; null where nothing is known. */
  readonly valueAt: ((measure: MeasureKey, at: Instant) => SignalPoint | null) | null;
  /** From when on `valueAt` holds; null: at any time. */
  readonly coveredFrom: Instant | null;
  readonly facts: ParkFacts | null;
  /** Null while the ingester is behind: then silence cannot be told from lag. */
  readonly feeds: readonly FeedSighting[] | null;
  readonly attestations: readonly ExpiringAttestation[];
  readonly lags: readonly SourceLag[] | null;
  /** Per indicator the sources whose events decide it. */
  readonly sources: ReadonlyMap<IndicatorId, readonly string[]>;
}
