import {
  type CompiledIndicator,
  type Instant,
  type LevelRow,
  type LogReplacement,
  type MeasureKey,
  type ScoreRow,
  type SignalPoint,
  deriveScoreTimeline,
  momentOf,
  replaceRows,
  scoreTheSame,
} from '@parkpulse/domain';
import type { AssessmentCommit, AssessmentSession } from '../ports.js';
import { type IndicatorRun, deriveIndicator, merge } from './deriveIndicator.js';
import { type Dirt, lower, measuresTouchedBy } from './dirt.js';
import { indicatorDirt, nextDueOf } from './due.js';
import { type HeldRows, rowsFrom } from './heldRows.js';
import type { LoggedSignal } from './indicatorSignals.js';
import type { LateFact, ParkMemory } from './parkMemory.js';
import {
  type AlertFailure,
  type DerivedRun,
  type ParkAlerts,
  decideParkAlerts,
} from '../alerts/decideParkAlerts.js';
import type { AssessmentRules } from './rules.js';

export interface AssessmentRun {
  readonly rules: AssessmentRules;
  readonly session: AssessmentSession;
  readonly memory: ParkMemory;
  readonly dirt: Dirt;
  readonly late: readonly LateFact[];
  readonly now: Instant;
  /** False while the ingester has accepted events it has not stored. */
  readonly isCaughtUp: boolean;
  readonly onAlertFailure: (failure: AlertFailure) => void;
}

/**
 * Derives a park anew where it is dirty, up to now, and compares with what its logs hold. Leaves memory as the store
 * will be once the result is committed.
 */
export async function deriveAssessment(run: AssessmentRun): Promise<AssessmentCommit> {
  const { rules, session, memory, now } = run;
  const zone = session.park.timeZone;
  const measures = dirtyMeasures(run);
  const restatedTo = restatedMeasures(run.late);
  const dirty = indicatorDirt(rules, memory, { measures, attested: run.dirt.attested }, now);
  const from = Math.min(now, ...dirty.values());
  const held = await rowsFrom(session, memory, from);
  const results: IndicatorRun[] = [];
  for (const [id, indicatorFrom] of dirty) {
    const indicator = rules.standard.byId.get(id) as CompiledIndicator;
    const span = { from: indicatorFrom, to: now };
    results.push(deriveIndicator(indicator, { rules, memory, held, restatedTo, zone, span }));
  }
  const levels = merge(results.map((result) => result.levels));
  const scores = deriveScores(rules, held, levels);
  const signals = results.flatMap((result) => result.signals);
  const measureLog = await deriveMeasureLog(session, memory, signals, now);
  const changed = results.filter(({ changed }) => changed).map(({ indicator }) => indicator);
  const alerts = alertsOf(run, { held, levels, scores, signals });
  settle(run, results, signals, lastScore(held, scores));
  return {
    knownFrom: knownFromOf(session, now),
    assessedTo: now,
    nextDue: earlier(nextDueOf(rules, memory, now), alerts.nextDue),
    clauses: merge(results.map((result) => result.clauses)),
    levels,
    scores,
    measures: measureLog,
    changed,
    alerts: alerts.commit,
  };
}

// Everything a run takes in is known from when its newest touch was; without touches, from now on.
function knownFromOf({ touches }: AssessmentSession, now: Instant): Instant {
  return Math.max(...touches.map(({ knownAt }) => knownAt), touches.length === 0 ? now : 0);
}

// Before memory is settled: alerts compare what was in force with what was derived.
function alertsOf(
  { rules, session, memory, now, isCaughtUp, onAlertFailure }: AssessmentRun,
  derived: Pick<DerivedRun, 'held' | 'levels' | 'scores' | 'signals'>,
): ParkAlerts {
  const { park, assessedTo } = session;
  const derivedRun = { ...derived, rules, memory, zone: park.timeZone, assessedTo, now, isCaughtUp };
  const alerts = decideParkAlerts(session.alertContext, derivedRun);
  alerts.failures.forEach(onAlertFailure);
  return alerts;
}

function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

// What was touched, what falls due by the passing of time, and everything on a first run after a start.
function dirtyMeasures({
  rules,
  memory,
  dirt,
  session,
  now,
}: AssessmentRun): ReadonlyMap<MeasureKey, Instant> {
  const measures = new Map(dirt.measures);
  const all = [...rules.standard.measures.keys()];
  const isCold = memory.nextDue.size === 0;
  const comeDue = memory.future.filter((moment) => moment <= now);
  for (const key of all) {
    const due = isCold ? (session.assessedTo ?? now) : (memory.nextDue.get(key) ?? null);
    if (due !== null && due <= now) lower(measures, key, due);
    for (const moment of comeDue) lower(measures, key, moment);
  }
  return new Map([...measures].filter(([, from]) => from <= now));
}

function restatedMeasures(late: readonly LateFact[]): ReadonlyMap<MeasureKey, Instant> {
  const restated = new Map<MeasureKey, Instant>();
  for (const { fact, horizon } of late) {
    const group = fact.kind === 'reading' ? fact.measure : fact.kind === 'submission' ? fact.submission : '';
    for (const measure of measuresTouchedBy({ kind: fact.kind, group })) {
      restated.set(
        measure,
        Math.max(horizon, momentOf(fact), restated.get(measure) ?? Number.NEGATIVE_INFINITY),
      );
    }
  }
  return restated;
}

function deriveScores(
  rules: AssessmentRules,
  held: HeldRows,
  levels: LogReplacement<LevelRow>,
): LogReplacement<ScoreRow> {
  const touched = [...levels.added, ...levels.superseded].map(({ at }) => at);
  if (touched.length === 0) return { superseded: [], added: [] };
  const from = touched.reduce((a, b) => Math.min(a, b));
  const gone = new Set(levels.superseded);
  const within = [...held.levelsWithin.filter((row) => !gone.has(row)), ...levels.added];
  const before = new Map([...held.levelsBefore].map(([id, row]) => [id, row.stable]));
  const rows = deriveScoreTimeline(rules.standard.standard, rules.plan, { before, within }, held.scoreBefore);
  const isFrom = ({ at }: ScoreRow): boolean => at >= from;
  return replaceRows(held.scoresWithin.filter(isFrom), rows.filter(isFrom), scoreTheSame);
}

// Readings are their own log; the values formed from streams and registers are kept here, as they were known.
async function deriveMeasureLog(
  session: AssessmentSession,
  memory: ParkMemory,
  signals: readonly LoggedSignal[],
  now: Instant,
): Promise<AssessmentCommit['measures']> {
  const logged = signals.filter(({ isLogged }) => isLogged);
  const parts = await Promise.all(
    logged.map(async ({ measure, points, from }) => {
      const held = isUnwritten(memory, measure, from) ? [] : await session.measureRows(measure, from);
      const fresh = points.filter(({ at }) => at >= from && at <= now);
      const { superseded, added } = replaceRows(held, fresh, pointsTheSame);
      const known = memory.loggedTo.get(measure) ?? 0;
      // Both are in order of time.
      memory.loggedTo.set(measure, Math.max(from - 1, known, held.at(-1)?.at ?? 0, added.at(-1)?.at ?? 0));
      return {
        superseded: superseded.map((point) => ({ ...point, measure })),
        added: added.map((point) => ({ ...point, measure })),
      };
    }),
  );
  return merge(parts);
}

/** Whether the log of a measure holds nothing from an instant on, as on every run that only goes forward. */
function isUnwritten({ assessedTo, loggedTo }: ParkMemory, measure: string, from: Instant): boolean {
  return (assessedTo !== null && from > assessedTo) || (loggedTo.get(measure) ?? Infinity) < from;
}

function pointsTheSame(a: SignalPoint, b: SignalPoint): boolean {
  return (
    a.asOf === b.asOf &&
    a.freshUntil === b.freshUntil &&
    a.trigger === b.trigger &&
    valueText(a) === valueText(b)
  );
}

function valueText({ value }: SignalPoint): string {
  if (value.kind === 'unknown') return value.reason;
  const { numerator, denominator } = value;
  return `${numerator.coefficient}e${numerator.scale}/${denominator.coefficient}e${denominator.scale}`;
}

function lastScore(
  { scoreBefore, scoresWithin }: HeldRows,
  { superseded, added }: LogReplacement<ScoreRow>,
): ScoreRow | null {
  const gone = new Set(superseded);
  const kept = [...scoresWithin.filter((row) => !gone.has(row)), ...added].sort((a, b) => a.at - b.at);
  return kept.at(-1) ?? scoreBefore;
}

// Memory now stands where the store will stand.
function settle(
  { memory, session, now }: AssessmentRun,
  results: readonly IndicatorRun[],
  signals: readonly LoggedSignal[],
  score: ScoreRow | null,
): void {
  for (const { lastClauses, lastLevel } of results) {
    for (const row of lastClauses) memory.clauses.set(row.clause, row);
    if (lastLevel !== null) memory.levels.set(lastLevel.indicator, lastLevel);
  }
  memory.score = score;
  for (const { measure, nextDue } of signals) memory.nextDue.set(measure as MeasureKey, nextDue);
  memory.assessedTo = now;
  const moments = session.touches.flatMap(({ from, to }) => [from, to]);
  memory.future = [...memory.future, ...moments].filter((moment) => moment > now);
}
