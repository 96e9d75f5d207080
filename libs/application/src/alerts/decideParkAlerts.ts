import {
  type AlertDecision,
  type AlertInputs,
  type AlertRuleId,
  type IndicatorId,
  type Instant,
  type LevelRow,
  type LogReplacement,
  type MeasureKey,
  type ScoreRow,
  type SignalPoint,
  decideAlerts,
  derivePrerequisites,
  deriveSignal,
} from '@parkpulse/domain';
import { versionsOf } from '../assess/dwellOf.js';
import type { HeldRows } from '../assess/heldRows.js';
import type { LoggedSignal } from '../assess/indicatorSignals.js';
import type { ParkMemory } from '../assess/parkMemory.js';
import type { AssessmentRules } from '../assess/rules.js';
import type { AlertCommit, AlertContext } from './ports.js';

/** An assessment run as it has just been derived, before its memory is settled. */
export interface DerivedRun {
  readonly rules: AssessmentRules;
  readonly memory: ParkMemory;
  readonly held: HeldRows;
  readonly levels: LogReplacement<LevelRow>;
  readonly scores: LogReplacement<ScoreRow>;
  readonly signals: readonly LoggedSignal[];
  readonly zone: string;
  /** Up to where the park had been assessed before. */
  readonly assessedTo: Instant | null;
  readonly now: Instant;
  /** False while the ingester has accepted events it has not stored: silence cannot be told from lag. */
  readonly isCaughtUp: boolean;
}

/** What a run means for the alerts of its park: to be stored with the levels, and when to look again. */
export interface ParkAlerts {
  /** Null while nothing is decided. */
  readonly commit: AlertCommit | null;
  readonly nextDue: Instant | null;
  /** Rules that threw, or the decision itself (`rule` null): somebody must look. */
  readonly failures: readonly AlertFailure[];
}

export interface AlertFailure {
  readonly rule: AlertRuleId | null;
  readonly error: unknown;
}

const LOOK_AGAIN_MS = 5000;
const AFTER_FAILURE_MS = 60_000;

/**
 * Decides the alerts of a park in the transaction of its assessment. Call it before memory is settled: it reads the rows
 * that were in force, and those that were just derived. A new park is waited with until it has caught up with its feeds:
 * where it stands before is no place to start from. A fault in deciding never keeps the assessment from being stored.
 */
export function decideParkAlerts(context: AlertContext, run: DerivedRun): ParkAlerts {
  if (context.isNew && !run.isCaughtUp)
    return { commit: null, nextDue: run.now + LOOK_AGAIN_MS, failures: [] };
  try {
    const { failures, ...commit } = decide(context, run);
    return { commit, nextDue: commit.book.nextDue, failures };
  } catch (error) {
    return { commit: null, nextDue: run.now + AFTER_FAILURE_MS, failures: [{ rule: null, error }] };
  }
}

function decide({ book, isNew, feeds, lags }: AlertContext, run: DerivedRun): AlertDecision {
  const span = { from: isNew ? null : run.assessedTo, now: run.now };
  const at = span.from ?? run.now;
  const inputs: AlertInputs = {
    standard: run.rules.standard,
    plan: run.rules.plan,
    zone: run.zone,
    levels: levelChanges(run, at),
    scores: scoreChanges(run, at),
    valueAt: (measure, instant) => valueAt(run, measure, instant),
    coveredFrom: run.memory.coveredFrom,
    facts: run.memory.facts,
    feeds: run.isCaughtUp ? feeds : null,
    attestations: run.memory.attestations,
    lags,
    sources: sourcesOf(run),
  };
  return decideAlerts(book, inputs, span, derivePrerequisites(run.rules.standard.standard));
}

function levelChanges({ held, levels }: DerivedRun, at: Instant): AlertInputs['levels'] {
  const rows = believed(held.levelsWithin, levels);
  const before = new Map<IndicatorId, LevelRow>(held.levelsBefore);
  for (const row of rows) if (row.at <= at) before.set(row.indicator, row);
  const restated = levels.added.filter((row) => row.at <= at && row.cause === 'rule');
  return {
    before,
    within: rows.filter((row) => row.at > at),
    ruleRestated: new Set(restated.map(({ indicator }) => indicator)),
  };
}

function scoreChanges({ held, scores }: DerivedRun, at: Instant): AlertInputs['scores'] {
  const rows = believed(held.scoresWithin, scores);
  return {
    before: rows.findLast((row) => row.at <= at) ?? held.scoreBefore,
    within: rows.filter((row) => row.at > at),
  };
}

// The rows a log will hold once the run is committed, in order of time.
function believed<Row extends { readonly at: Instant }>(
  held: readonly Row[],
  { superseded, added }: LogReplacement<Row>,
): readonly Row[] {
  const gone = new Set(superseded);
  return [...held.filter((row) => !gone.has(row)), ...added].sort((a, b) => a.at - b.at);
}

function valueAt({ memory, zone }: DerivedRun, measure: MeasureKey, at: Instant): SignalPoint | null {
  const signal = deriveSignal({
    facts: memory.facts,
    measure,
    versions: versionsOf(memory.definitions, measure),
    versionsOf: (other) => versionsOf(memory.definitions, other),
    zone,
    from: at,
    to: at,
  });
  return signal.points.findLast((point) => point.at <= at) ?? null;
}

// The sources that the newest values of an indicator's measures came from, as far as one event decided them.
function sourcesOf({ rules, signals }: DerivedRun): AlertInputs['sources'] {
  const byMeasure = new Map<string, string>();
  for (const { measure, points } of signals) {
    const source = points.findLast(({ decidedBy }) => decidedBy !== null)?.decidedBy?.source;
    if (source !== undefined) byMeasure.set(measure, source);
  }
  const sources = new Map<IndicatorId, readonly string[]>();
  for (const [indicator, measures] of rules.inputs) {
    const own = new Set(measures.flatMap((measure) => byMeasure.get(measure) ?? []));
    if (own.size > 0) sources.set(indicator, [...own]);
  }
  return sources;
}
