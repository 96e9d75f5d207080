import type { Trend } from '@parkpulse/contracts';
import {
  type Instant,
  type Level,
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

export interface TrendQuery {
  readonly park: string;
  readonly zone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly interval: Interval;
  /** Z, P1..P6, Q01..Q17 or I01..I46. */
  readonly node: string;
  readonly now: Instant;
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
  query: TrendQuery,
): Promise<Trend | Refused> {
  const buckets = bucketsOf(query.interval, query.from, query.to, query.zone);
  if (isRefused(buckets)) return buckets;
  const { revision } = await read.status(query.park);
  const start = buckets[0]?.from ?? query.from;
  const node = await nodeOf(read, rules, { ...query, from: start });
  if (isRefused(node)) return node;
  // Time that has not been lived has no value; a change at this very instant belongs to the running bucket.
  const until = Math.min(query.to, query.now + 1);
  return toTrend(query.node, revision, node.write, distribute(buckets, node.steps, until));
}

async function nodeOf(read: ReadModel, rules: AssessmentRules, query: TrendQuery): Promise<Node | Refused> {
  const { park, node, from, to } = query;
  if (isIndicatorId(node)) {
    const rows = await read.levelsBetween(park, from, to, node);
    const rank = (level: Level): number => LEVELS.indexOf(level);
    const steps = rows.map(({ at, stable }) => ({
      at,
      value: [rank(stable.assured), rank(stable.candidate), rank(stable.ceiling)] as const,
    }));
    return { steps, write: (value) => LEVELS[value] ?? 'S1' };
  }
  const pick = pickPoints(rules, node);
  if (pick === null)
    return refuse('FIELD_INVALID', `未知的节点：${node}`, `There is no node ${node}`, '/node');
  const rows = await read.scoresBetween(park, from, to);
  return { steps: rows.map((row) => ({ at: row.at, value: pick(row) })), write: pointsText };
}

function pickPoints({ standard }: AssessmentRules, node: string): ((row: ScoreRow) => PointsTriple) | null {
  const nothing: PointsTriple = [0, 0, 0];
  if (node === 'Z') return ({ z }) => z;
  const primary = standard.standard.primaries.findIndex(({ id }) => id === node);
  if (primary >= 0) return (row) => row.primary[primary] ?? nothing;
  const secondary = standard.standard.secondaries.findIndex(({ id }) => id === node);
  return secondary >= 0 ? (row) => row.secondary[secondary] ?? nothing : null;
}

function toTrend(
  node: string,
  revision: number,
  write: (value: number) => string,
  buckets: readonly BucketSteps<Triple>[],
): Trend {
  const column = (value: (bucket: BucketSteps<Triple>) => number | null): (string | null)[] =>
    buckets.map((bucket) => {
      const found = value(bucket);
      return found === null ? null : write(found);
    });
  return {
    node,
    revision,
    time: buckets.map(({ bucket }) => timeText(bucket.from)),
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
