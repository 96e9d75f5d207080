import type { ComparedPark } from '../api/types.js';
import { toPoints, type Points } from '../format/points.js';

/** What a list of parks can be ordered by. */
export const RANKING_ORDERS = ['score', 'change', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'name'] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

export interface RankedPark {
  readonly park: ComparedPark;
  /** Equal scores share a rank; the next one is left out. */
  readonly rank: number;
  /** The share of the other parks it is ahead of, in whole per cent rounded down; null when it is alone. */
  readonly percentile: number | null;
  readonly z: Points;
  /** Against the first known day of the last thirty; null without one. */
  readonly change: Points | null;
}

/** Parks judged by the same edition and rules: only these are ranked against each other. */
export interface RankingGroup {
  readonly edition: string;
  readonly rules: string;
  readonly parks: readonly RankedPark[];
}

/** Groups parks by what they are judged by, the largest group first, and ranks each by score. */
export function rankParks(items: readonly ComparedPark[], order: RankingOrder): readonly RankingGroup[] {
  const groups = new Map<string, ComparedPark[]>();
  for (const item of items) {
    const key = `${item.edition} ${item.rules}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()]
    .map((parks) => ({
      edition: parks[0]?.edition ?? '',
      rules: parks[0]?.rules ?? '',
      parks: sorted(ranked(parks), order),
    }))
    .sort((a, b) => b.parks.length - a.parks.length || b.edition.localeCompare(a.edition));
}

function ranked(parks: readonly ComparedPark[]): readonly RankedPark[] {
  const scores = parks.map((park) => toPoints(park.score.candidate.z));
  return parks.map((park, index) => {
    const z = scores[index] ?? 0;
    const behind = scores.filter((score) => score < z).length;
    return {
      park,
      z,
      rank: 1 + scores.filter((score) => score > z).length,
      percentile: parks.length < 2 ? null : Math.floor((100 * behind) / (parks.length - 1)),
      change: changeOf(park, z),
    };
  });
}

function changeOf({ trend }: ComparedPark, z: Points): Points | null {
  const first = trend.candidate.find((cell) => cell !== null);
  return first === undefined || first === null ? null : z - toPoints(first);
}

function sorted(parks: readonly RankedPark[], order: RankingOrder): readonly RankedPark[] {
  const byName = (a: RankedPark, b: RankedPark): number => a.park.name.localeCompare(b.park.name, 'zh');
  const valueOf = ({ park, z, change }: RankedPark): number => {
    if (order === 'score') return z;
    if (order === 'change') return change ?? Number.NEGATIVE_INFINITY;
    const node = park.primary.find(({ id }) => id === order);
    return node === undefined ? 0 : toPoints(node.candidate);
  };
  return parks.toSorted((a, b) => (order === 'name' ? 0 : valueOf(b) - valueOf(a)) || byName(a, b));
}
