import type { Alert } from '@parkpulse/contracts';
import { INDICATOR_IDS, LEVELS, pointsText, scoreInference, type IndicatorId, type Level } from '@parkpulse/domain';
import type { Assessment, IndicatorState, Transition, Trend } from '../../api/types.js';
import { maxPointsOf, pointsAt, standard } from '../../format/names.js';
import { scoring } from '../../whatIf/engine.js';
import { demoPlaces } from './demoPlaces.js';
import { levelsAt, noise, PAST, STEP_MS, STEPS, TURNS, type DemoTurn } from './demoStory.js';
import type { WallPicture } from './picture.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LOOP_MS = STEPS * STEP_MS;
const PARK = 'demo';
const text = (time: number): string => new Date(time).toISOString();

/** Where the demonstration is at a moment of the server's clock. Two walls that show it agree to the second. */
export function demoStep(now: number): number {
  return Math.floor((now % LOOP_MS) / STEP_MS);
}

/** A whole picture for visitors: scripted, computed by the real engine, the same at the same moment everywhere. */
export function demoPicture(now: number, language: 'zh' | 'en' = 'zh'): WallPicture {
  const step = demoStep(now);
  const assessment = demoAssessment(step, now);
  const transitions = demoTransitions(step, now);
  return {
    assessment,
    month: demoTrend('Z', now, { count: 31 * 24, stepMs: HOUR, end: Number(assessment.score.candidate.z) }),
    quarter: demoTrend('Z', now, { count: 91, stepMs: DAY, end: Number(assessment.score.candidate.z) }),
    primaries: assessment.primary.map(({ id, candidate }) =>
      demoTrend(id, now, { count: 31, stepMs: DAY, end: Number(candidate) }),
    ),
    transitions,
    feeds: demoFeeds(step, now),
    alerts: demoAlerts(transitions, now),
    places: demoPlaces(step, now, language),
  };
}

function demoAssessment(step: number, now: number): Assessment {
  const levels = levelsAt(step);
  const rows = INDICATOR_IDS.map((id, index) => {
    const candidate = levels.get(id) ?? 'S3';
    return { id, assured: shifted(candidate, -1 - (index % 2)), candidate, ceiling: shifted(candidate, 1) };
  });
  const scores = scoreInference(scoring, rows);
  const band = (of: (kind: (typeof scores)['candidate']) => number) => ({
    assured: pointsText(of(scores.assured)),
    candidate: pointsText(of(scores.candidate)),
    ceiling: pointsText(of(scores.ceiling)),
  });
  const graded = ({ z, grade }: (typeof scores)['candidate']) => ({ z: pointsText(z), grade });
  return {
    park: PARK,
    at: text(now),
    knownAt: text(now),
    revision: step,
    edition: standard.edition,
    rules: standard.rules,
    score: { assured: graded(scores.assured), candidate: graded(scores.candidate), ceiling: graded(scores.ceiling) },
    primary: standard.primaries.map(({ id, points }) => ({
      id,
      max: pointsText(points * 10_000),
      ...band(({ primary }) => primary.get(id) ?? 0),
    })),
    secondary: standard.secondaries.map(({ id, points }) => ({
      id,
      max: pointsText(points * 10_000),
      ...band(({ secondary }) => secondary.get(id) ?? 0),
    })),
    indicators: rows.map((row) => stateOf(row, step, now)),
  };
}

function stateOf(
  row: { readonly id: IndicatorId; readonly assured: Level; readonly candidate: Level; readonly ceiling: Level },
  step: number,
  now: number,
): IndicatorState {
  const coming = TURNS.find((turn) => turn.indicator === row.id && turn.step === step + 1);
  const pending =
    coming === undefined ? null : { candidate: coming.to, due: text(startOfStep(now, step) + STEP_MS) };
  return {
    ...row,
    raw: { ...row, candidate: coming?.to ?? row.candidate },
    max: pointsText(maxPointsOf(row.id)),
    since: text(now - 3 * DAY),
    stale: row.id === 'I26',
    pending,
  };
}

function shifted(level: Level, by: number): Level {
  return LEVELS[Math.min(4, Math.max(0, LEVELS.indexOf(level) + by))] ?? level;
}

function startOfStep(now: number, step: number): number {
  return now - (now % LOOP_MS) + step * STEP_MS;
}

function demoTransitions(step: number, now: number): readonly Transition[] {
  const done = TURNS.filter((turn) => turn.step <= step);
  const today = startOfStep(now, 0);
  const past = PAST.map(({ daysAgo, from, ...turn }) => transitionOf(turn, today - daysAgo * DAY, from));
  return [...past, ...done.map((turn) => transitionOf(turn, startOfStep(now, turn.step)))].reverse();
}

function transitionOf(turn: DemoTurn, at: number, given?: Level): Transition {
  const { step, indicator, to, cause, clauses } = turn;
  const from = given ?? levelsAt(step - 1).get(indicator) ?? 'S3';
  return {
    at: text(at),
    knownAt: text(at),
    indicator,
    level: 'candidate',
    series: 'stable',
    from,
    to,
    cause,
    clauses,
    points: pointsText(pointsAt(indicator, to) - pointsAt(indicator, from)),
  };
}

function demoAlerts(transitions: readonly Transition[], now: number): readonly Alert[] {
  return transitions
    .filter(({ from, to, indicator, at }) => to < from && now - Date.parse(at) < LOOP_MS && !isBack(indicator, now))
    .map(({ at, indicator, from, to, points, cause }) => ({
      id: `${indicator} ${at}`,
      rule: 'A01',
      park: PARK,
      indicator,
      severity: LEVELS.indexOf(from) - LEVELS.indexOf(to) >= 2 ? 'alarm' : 'warning',
      state: 'firing',
      since: at,
      from,
      to,
      points,
      cause,
      // In the demonstration somebody always acknowledges within a minute.
      acknowledged: now - Date.parse(at) > 2 * STEP_MS ? { by: '', at } : null,
      shelvedUntil: null,
      comments: [],
    }));
}

function isBack(indicator: string, now: number): boolean {
  const step = demoStep(now);
  const last = TURNS.filter((turn) => turn.indicator === indicator && turn.step <= step).at(-1);
  return last !== undefined && last.to >= (levelsAt(0).get(last.indicator) ?? 'S1');
}

function demoFeeds(step: number, now: number): NonNullable<WallPicture['feeds']> {
  const names = ['gas', 'tank', 'video', 'hj212', 'energy', 'carbon', 'dual-prevention', 'special-work', 'gate', 'gis'];
  return {
    backlog: 0,
    items: names.map((name, index) => {
      const state = name === 'tank' && step >= 4 && step < 8 ? 'silent' : name === 'carbon' ? 'late' : 'live';
      const age = state === 'live' ? 5000 + 4000 * index : state === 'late' ? 400_000 : 900_000;
      return { source: `/demo/${name}`, lastEventAt: text(now - age), state };
    }),
  };
}

interface DemoSpan {
  readonly count: number;
  readonly stepMs: number;
  readonly end: number;
}

function demoTrend(node: string, now: number, { count, stepMs, end }: DemoSpan): Trend {
  const first = Math.floor(now / stepMs) - count + 1;
  const values = Array.from({ length: count }, (_, index) => {
    const left = (count - 1 - index) / count;
    const wave = Math.sin((first + index) / 9) + noise(Math.floor((first + index) / 6)) - 0.5;
    return Math.max(0, end * (1 - 0.09 * left) + (left === 0 ? 0 : 0.012 * end * wave));
  });
  const column = (by: number) => values.map((value) => Math.max(0, value * by).toFixed(4));
  return {
    node,
    revision: 1,
    time: values.map((_, index) => text((first + index) * stepMs)),
    assured: column(0.62),
    candidate: column(1),
    ceiling: values.map((value) => Math.min(100, value * 1.16).toFixed(4)),
    min: column(0.995),
    max: column(1.003),
  };
}
