import { INDICATOR_IDS, pointsText, scoreInference, type IndicatorId, type Level } from '@parkpulse/domain';
import type { Assessment, IndicatorState, LivePatch, Trend } from '../api/types.js';
import { maxPointsOf, standard } from '../format/names.js';
import { scoring } from '../whatIf/engine.js';

/** A made-up assessment with every indicator at one level but for those named; its numbers are the engine's own. */
export function assessmentAt(
  level: Level,
  others: Readonly<Record<string, Level>> = {},
  revision = 7,
): Assessment {
  const levels = INDICATOR_IDS.map((id) => {
    const candidate = others[id] ?? level;
    return { id, assured: candidate, candidate, ceiling: candidate };
  });
  const scores = scoreInference(scoring, levels);
  const band = <Key>(of: (series: (typeof scores)['candidate']) => Key) => ({
    assured: of(scores.assured),
    candidate: of(scores.candidate),
    ceiling: of(scores.ceiling),
  });
  return {
    park: 'p1',
    at: '2026-11-24T00:00:00.000Z',
    knownAt: '2026-11-24T00:00:00.000Z',
    revision,
    edition: standard.edition,
    rules: standard.rules,
    score: band(({ z, grade }) => ({ z: pointsText(z), grade })),
    primary: standard.primaries.map(({ id, points }) => ({
      ...{ id, max: pointsText(points * 10_000) },
      ...band(({ primary }) => pointsText(primary.get(id) ?? 0)),
    })),
    secondary: standard.secondaries.map(({ id, points }) => ({
      ...{ id, max: pointsText(points * 10_000) },
      ...band(({ secondary }) => pointsText(secondary.get(id) ?? 0)),
    })),
    indicators: levels.map(settled),
  };
}

function settled(one: { readonly id: IndicatorId } & IndicatorState['raw']): IndicatorState {
  return { ...one, raw: one, max: pointsText(maxPointsOf(one.id)), since: null, stale: false, pending: null };
}

/** The patch that leads from one assessment to the next revision's. */
export function patchTo(next: Assessment): LivePatch {
  const { park, revision, at, knownAt, score, primary, secondary, indicators } = next;
  return { park, revision, at, knownAt, score, primary, secondary, indicators };
}

/** A trend of the given candidate values, hourly, with flat bands around them. */
export function trendOf(node: string, candidate: readonly (string | null)[]): Trend {
  const start = Date.parse('2026-11-24T00:00:00Z');
  return {
    node,
    revision: 1,
    time: candidate.map((_, index) => new Date(start + index * 3_600_000).toISOString()),
    assured: candidate,
    candidate,
    ceiling: candidate,
    min: candidate,
    max: candidate,
  };
}
