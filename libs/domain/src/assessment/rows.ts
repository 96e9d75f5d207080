import type { InferredLevels } from '../inference/inferLevel.js';
import type { Level } from '../kernel/level.js';
import type { UnknownReason } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';

/** Why a status or a level changed. `restatement`: late or corrected data changed what was believed of the past. */
export type Cause =
  'value' | 'denominator' | 'staleness' | 'registry' | 'attestation' | 'rule' | 'restatement';

/** Status of one clause from `at` until its next row: as it stands (raw) and as confirmed by its dwell. */
export interface ClauseRow {
  readonly clause: ClauseId;
  readonly at: Instant;
  readonly raw: Tri;
  readonly reason: UnknownReason | null;
  /** Since when raw has been what it is; its dwell counts from here. */
  readonly rawSince: Instant;
  readonly confirmed: Tri;
  /** The value is stale and the confirmed status is kept for now, under a stale mark. */
  readonly held: boolean;
  /** Why raw last changed; the cause of the stable change too once its dwell has passed. */
  readonly cause: Cause;
}

/** A level that raw has reached and stable has not: `due` is when it will be confirmed if nothing changes. */
export interface PendingLevel {
  readonly candidate: Level;
  readonly due: Instant;
}

/** Levels of one indicator from `at` until its next row. */
export interface LevelRow {
  readonly indicator: IndicatorId;
  readonly at: Instant;
  readonly stable: InferredLevels;
  readonly raw: InferredLevels;
  /** At least one clause is held under a stale mark. */
  readonly stale: boolean;
  readonly pending: PendingLevel | null;
  /** Since when the stable candidate has been what it is. */
  readonly since: Instant;
  readonly cause: Cause;
  readonly rawCause: Cause;
  /** Clauses whose raw or confirmed status changed here. */
  readonly clauses: readonly ClauseId[];
}

/** Assured, candidate and ceiling points, in ten-thousandths of a point. */
export type PointsTriple = readonly [assured: number, candidate: number, ceiling: number];

/** Score of a park from `at` until its next row, in the standard's order of primaries (6) and secondaries (17). */
export interface ScoreRow {
  readonly at: Instant;
  readonly z: PointsTriple;
  readonly primary: readonly PointsTriple[];
  readonly secondary: readonly PointsTriple[];
}
