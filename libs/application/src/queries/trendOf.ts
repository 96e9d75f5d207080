import type { Trend, Trends } from '@parkpulse/contracts';
import {
  type IndicatorId,
  type Instant,
  type Level,
  type LevelRow,
  LEVELS,
  type PointsTriple,
  type ScoreRow,
  isIndicatorId,
  pointsText,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';
import type { ReadModel } from '../ports.js';
import { type BucketSteps, type Interval, type Step, bucketsOf, distribute } from './buckets.js';
import { type Refused, isRefused, refuse } from './refusal.js';
import { timeText } from './wire.js';

interface TrendSpan {
  readonly park: string;
  readonly zone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly interval: Interval;
  readonly now: Instant;
}

export interface TrendQuery extends TrendSpan {
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
  { node, ...query }: TrendQuery,
): Promise<Trend | Refused> {
  const trends = await trendsOf(read, rules, { ...query, nodes: [node] });
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
    time: buckets.map(({ from }) => timeText(from)),
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
  const levels = indicators.length === 0 ? [] : await levelsOf(read, query, indicators);
  const byIndicator = new Map<IndicatorId, LevelRow[]>(indicators.map((id) => [id, []]));
  for (const row of levels) byIndicator.get(row.indicator)?.push(row);
  for (const [id, rows] of byIndicator) found.set(id, levelNode(rows));
  const others = nodes.filter((node) => !isIndicatorId(node));
  const rows = others.length === 0 ? [] : await read.scoresBetween(park, from, to);
  for (const node of others) {
    const pick = pickPoints(rules, node);
    if (pick === null)
      return refuse('FIELD_INVALID', `未知的节点：${node}`, `There is no node ${node}`, '/node');
    found.set(node, { steps: rows.map((row) => ({ at: row.at, value: pick(row) })), write: pointsText });
  }
  return found;
}

// Of one indicator its own rows; of many all there are, which is one reading.
function levelsOf(
  read: ReadModel,
  { park, from, to }: TrendsQuery,
  [first, ...more]: readonly IndicatorId[],
): Promise<readonly LevelRow[]> {
  return read.levelsBetween(park, from, to, more.length === 0 ? (first ?? null) : null);
}

function levelNode(rows: readonly LevelRow[]): Node {
  const steps = rows.map(({ at, stable }) => ({
    at,
    value: [rankOf(stable.assured), rankOf(stable.candidate), rankOf(stable.ceiling)] as const,
  }));
  return { steps, write: (value) => LEVELS[value] ?? 'S1' };
}

function rankOf(level: Level): number {
  return LEVELS.indexOf(level);
}

function pickPoints({ standard }: AssessmentRules, node: string): ((row: ScoreRow) => PointsTriple) | null {
  const nothing: PointsTriple = [0, 0, 0];
  if (node === 'Z') return ({ z }) => z;
  const primary = standard.standard.primaries.findIndex(({ id }) => id === node);
  if (primary >= 0) return (row) => row.primary[primary] ?? nothing;
  const secondary = standard.standard.secondaries.findIndex(({ id }) => id === node);
  return secondary >= 0 ? (row) => row.secondary[secondary] ?? nothing : null;
}

type Columns = Trends['nodes'][string];

function toColumns(write: (value: number) => string, buckets: readonly BucketSteps<Triple>[]): Columns {
  const column = (value: (bucket: BucketSteps<Triple>) => number | null): (string | null)[] =>
    buckets.map((bucket) => {
      const found = value(bucket);
      return found === null ? null : write(found);
    });
  return {
    assured: column(({ last }) => last?.[0] ?? null),
    candidate: column(({ last }) => last?.[1] ?? null),
    ceiling: column(({ last }) => last?.[2] ?? null),
    min: column(({ last, held }) =>
      last === null ? null : Math.min(last[1], ...held.map(({ value }) => value[1])),
    ),
    max: column(({ last, held }) =>
      last === null ? null : Math.max(last[1], ...held.map(({ value }) => value[1])),
    ),
  };
}
