import type { Trend, Trends } from '@parkpulse/contracts';
import {
  type IndicatorId,
  type Instant,
  type Level,
  type LevelRow,
  LEVELS,
  isIndicatorId,
  pointsText,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';
import type { ReadModel, ScorePart } from '../ports.js';
import { type BucketSteps, type Interval, type Step, bucketsOf, distribute, intervalOf } from './buckets.js';
import { type Refused, isRefused, refuse } from './refusal.js';
import { timeTexts } from './wire.js';

interface TrendSpan {
  readonly park: string;
  readonly zone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly interval: Interval;
  readonly now: Instant;
}

export interface TrendQuery extends Omit<TrendSpan, 'interval'> {
  /** Absent: hours, or days where hours would be more than 2,000. */
  readonly interval?: Interval;
  /** Z, P1..P6, Q01..Q17 or I01..I46. */
  readonly node: string;
}

export interface TrendsQuery extends TrendSpan {
  readonly nodes: readonly string[];
}

type Triple = readonly [number, number, number];

/** How a node is read from the logs and written. */
interface Node {
  readonly steps: readonly Step<Triple>[];
  readonly write: (value: number) => string;
}

/** Stable values of a node per bucket of local time: value at the bucket's end, least and greatest candidate within it. */
export async function trendOf(
  read: ReadModel,
  rules: AssessmentRules,
  { node, interval, ...query }: TrendQuery,
): Promise<Trend | Refused> {
  const picked = interval ?? intervalOf(query.from, query.to);
  const trends = await trendsOf(read, rules, { ...query, interval: picked, nodes: [node] });
  if (isRefused(trends)) return trends;
  const { revision, time, nodes } = trends;
  return { node, revision, time, ...(nodes[node] as Columns) };
}

/** The trends of many nodes over the same buckets, in one reading. */
export async function trendsOf(
  read: ReadModel,
  rules: AssessmentRules,
  query: TrendsQuery,
): Promise<Trends | Refused> {
  const buckets = bucketsOf(query.interval, query.from, query.to, query.zone);
  if (isRefused(buckets)) return buckets;
  const { revision } = await read.status(query.park);
  const nodes = await nodesOf(read, rules, { ...query, from: buckets[0]?.from ?? query.from });
  if (isRefused(nodes)) return nodes;
  // Time that has not been lived has no value; a change at this very instant belongs to the running bucket.
  const until = Math.min(query.to, query.now + 1);
  const columns = [...nodes].map(
    ([id, { steps, write }]) => [id, toColumns(write, distribute(buckets, steps, until))] as const,
  );
  return {
    revision,
    time: timeTexts(buckets.map(({ from }) => from)),
    nodes: Object.fromEntries(columns),
  };
}

async function nodesOf(
  read: ReadModel,
  rules: AssessmentRules,
  query: TrendsQuery,
): Promise<ReadonlyMap<string, Node> | Refused> {
  const { park, nodes, from, to } = query;
  const found = new Map<string, Node>();
  const indicators = nodes.filter(isIndicatorId);
  const levels = indicators.length === 0 ? [] : await read.levelPoints(park, from, to, indicators);
  const steps = new Map<IndicatorId, Step<Triple>[]>(indicators.map((id) => [id, []]));
  for (const { indicator, at, stable } of levels) steps.get(indicator)?.push({ at, value: ranksOf(stable) });
  for (const [id, own] of steps) found.set(id, { steps: own, write: (value) => LEVELS[value] ?? 'S1' });
  const parts = new Map<ScorePart, ScorePoints>();
  for (const node of nodes.filter((each) => !isIndicatorId(each))) {
    const place = placeOf(rules, node);
    if (place === null)
      return refuse('FIELD_INVALID', `未知的节点：${node}`, `There is no node ${node}`, '/node');
    const { part, index } = place;
    const rows = parts.get(part) ?? (await read.scorePoints(park, from, to, part));
    parts.set(part, rows);
    const own = rows.map(({ at, points }) => ({ at, value: points[index] ?? NO_POINTS }));
    found.set(node, { steps: own, write: pointsText });
  }
  return found;
}

type ScorePoints = Awaited<ReturnType<ReadModel['scorePoints']>>;

const NO_POINTS: Triple = [0, 0, 0];

function ranksOf({ assured, candidate, ceiling }: LevelRow['stable']): Triple {
  return [rankOf(assured), rankOf(candidate), rankOf(ceiling)];
}

function rankOf(level: Level): number {
  return LEVELS.indexOf(level);
}

/** Where the points of a node stand within a score row; null for what is no node. */
function placeOf(
  { standard: { standard } }: AssessmentRules,
  node: string,
): { readonly part: ScorePart; readonly index: number } | null {
  if (node === 'Z') return { part: 'z', index: 0 };
  const primary = standard.primaries.findIndex(({ id }) => id === node);
  if (primary >= 0) return { part: 'primary', index: primary };
  const secondary = standard.secondaries.findIndex(({ id }) => id === node);
  return secondary >= 0 ? { part: 'secondary', index: secondary } : null;
}

type Columns = Trends['nodes'][string];

function toColumns(write: (value: number) => string, buckets: readonly BucketSteps<Triple>[]): Columns {
  const column = (value: (bucket: BucketSteps<Triple>) => number | null): (string | null)[] => {
    // Most buckets repeat the one before.
    let [held, text]: [number | null, string | null] = [null, null];
    return buckets.map((bucket) => {
      const found = value(bucket);
      if (found !== held) [held, text] = [found, found === null ? null : write(found)];
      return text;
    });
  };
  return {
    assured: column(({ last }) => last?.[0] ?? null),
    candidate: column(({ last }) => last?.[1] ?? null),
    ceiling: column(({ last }) => last?.[2] ?? null),
    min: column((bucket) => extremeOf(bucket, Math.min)),
    max: column((bucket) => extremeOf(bucket, Math.max)),
  };
}

/** The least or greatest candidate of a bucket. */
function extremeOf(
  { last, held }: BucketSteps<Triple>,
  pick: (a: number, b: number) => number,
): number | null {
  if (last === null) return null;
  let found = last[1];
  for (const { value } of held) found = pick(found, value[1]);
  return found;
}
