import { type Quantity, type Series, toQuantity } from '@parkpulse/contracts';
import {
  type Decimal,
  type Instant,
  type MeasureDefinition,
  type MeasureValue,
  type Origin,
  ParkFacts,
  type ReadingFact,
  type SignalPoint,
  boundOf,
  decimal,
  decimalText,
  deriveSignal,
  measureKindOf,
  placeDecimalPoint,
  quotientText,
  scaledQuotient,
  toMeasureValue,
} from '@parkpulse/domain';
import { versionsOf } from '../assess/dwellOf.js';
import { lookbackOf } from '../assess/lookback.js';
import type { ReadModel } from '../ports.js';
import { type BucketSteps, type Interval, bucketsOf, distribute } from './buckets.js';
import { loadFacts } from './loadFacts.js';
import { type Refused, isRefused, refuse } from './refusal.js';
import { VALUE_DIGITS } from './valueOf.js';
import { timeTexts } from './wire.js';

export interface SeriesQuery {
  readonly park: string;
  readonly zone: string;
  readonly measure: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Null: each reading, or each change of a value formed from streams. */
  readonly interval: Interval | null;
  /** The factory of a factory-scope measure. */
  readonly enterprise: string | null;
  readonly now: Instant;
}

/** More single points than this are refused; an interval answers any span. */
const MOST_POINTS = 50_000;

interface Value {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
  /** numerator / denominator times 10^12, rounded half up: what means are taken of. */
  readonly scaled: bigint;
}

interface ValueStep {
  readonly at: Instant;
  readonly value: Value | null;
}

/** A measure's readings (or formed values), or its buckets of local time with a time-weighted mean. */
export async function seriesOf(read: ReadModel, query: SeriesQuery): Promise<Series | Refused> {
  if (query.interval === null) return singleValues(await singleSteps(read, query), query);
  const buckets = bucketsOf(query.interval, query.from, query.to, query.zone);
  if (isRefused(buckets)) return buckets;
  const steps = await stepsOf(read, { ...query, from: buckets[0]?.from ?? query.from });
  return toSeries(query.measure, distribute(buckets, steps, Math.min(query.to, query.now + 1)));
}

// Each reading as it was sent, equal ones too; a measure without readings has the changes of what was formed from streams.
async function singleSteps(read: ReadModel, query: SeriesQuery): Promise<readonly ValueStep[]> {
  const { park, measure, from, to, enterprise } = query;
  const facts = ParkFacts.of(await read.facts(park, { kinds: ['reading'], measures: [measure], from, to }));
  const readings = facts.readingsOf(measure, enterprise).between(from, to);
  if (readings.length === 0) return stepsOf(read, query);
  return readings.map(({ at, numerator, denominator }) => {
    const value = toMeasureValue(boundOf(measure), decimal(numerator), decimal(denominator ?? '1'));
    return { at, value: value.kind === 'known' ? toValue(value) : null };
  });
}

async function stepsOf(read: ReadModel, query: SeriesQuery): Promise<readonly ValueStep[]> {
  return (await pointsOf(read, query)).map(({ at, value }) => ({
    at,
    value: value.kind === 'known' ? toValue(value) : null,
  }));
}

async function pointsOf(
  read: ReadModel,
  query: SeriesQuery,
): Promise<readonly Pick<SignalPoint, 'at' | 'value'>[]> {
  const { park, zone, measure, from, to, enterprise } = query;
  if (measureKindOf(measure) !== 'reading') return read.measureValues(park, measure, from, to);
  const definitions = await read.definitions(park);
  const facts = await readingsFor(read, query, definitions);
  const versions = versionsOf(definitions, measure);
  const scope = enterprise === null ? {} : { enterprise };
  return deriveSignal({ measure, versions, facts, from, to: to - 1, zone, ...scope }).points;
}

/** Nobody asks of a chart which events decided its values. */
const NO_ORIGIN: Origin = {
  source: '',
  event: '',
  sequence: 0,
  knownAt: 0,
  topic: '',
  partition: 0,
  offset: 0,
};

/** The readings that values over the span are formed from; the values alone where no moment was stated twice. */
async function readingsFor(
  read: ReadModel,
  { park, measure, from, to, enterprise }: SeriesQuery,
  definitions: readonly MeasureDefinition[],
): Promise<ParkFacts> {
  const before = lookbackOf(definitions, from).readings;
  const values = await read.readingValues(park, measure, { from, to, enterprise, before });
  if (values === null) {
    const span = { park, from, to: to - 1, knownAt: null, scope: 'moments' } as const;
    return loadFacts(read, [measure], definitions, span);
  }
  // One literal: spreading into thousands of objects takes as long as all the rest.
  const toFact = ({ at, numerator, denominator }: (typeof values)[number]): ReadingFact => ({
    kind: 'reading',
    measure,
    enterprise,
    at,
    numerator,
    denominator,
    opaque: false,
    missing: NO_MEMBERS,
    origin: NO_ORIGIN,
  });
  return ParkFacts.of(values.map(toFact));
}

const NO_MEMBERS: readonly string[] = [];

function toValue({ numerator, denominator }: Extract<MeasureValue, { kind: 'known' }>): Value {
  return { numerator, denominator, scaled: scaledQuotient(numerator, denominator, VALUE_DIGITS) };
}

function singleValues(steps: readonly ValueStep[], { measure, from }: SeriesQuery): Series | Refused {
  const within = steps.filter(({ at }) => at >= from);
  if (within.length > MOST_POINTS) {
    return refuse(
      'RANGE_TOO_LARGE',
      `时间范围过大：最多返回 ${MOST_POINTS} 个值，请给出 interval`,
      `The range is too large: at most ${MOST_POINTS} values are answered, give an interval`,
      '/from',
    );
  }
  return {
    measure,
    time: timeTexts(within.map(({ at }) => at)),
    last: within.map(({ value }) => textOf(value)),
    numerator: within.map(({ value }) => quantityOf(value?.numerator)),
    denominator: within.map(({ value }) => quantityOf(value?.denominator)),
  };
}

function toSeries(measure: string, buckets: readonly BucketSteps<Value>[]): Series {
  return {
    measure,
    time: timeTexts(buckets.map(({ bucket }) => bucket.from)),
    last: buckets.map(({ last }) => textOf(last)),
    min: buckets.map((steps) => extreme(steps, (a, b) => a < b)),
    max: buckets.map((steps) => extreme(steps, (a, b) => a > b)),
    mean: buckets.map(meanOf),
    numerator: buckets.map(({ last }) => quantityOf(last?.numerator)),
    denominator: buckets.map(({ last }) => quantityOf(last?.denominator)),
  };
}

function extreme(
  { held, last }: BucketSteps<Value>,
  isBetter: (a: bigint, b: bigint) => boolean,
): string | null {
  let best: bigint | null = null;
  for (const { scaled } of [...held.map(({ value }) => value), ...(last === null ? [] : [last])]) {
    if (best === null || isBetter(scaled, best)) best = scaled;
  }
  return best === null ? null : scaledText(best);
}

// Weighted by the time each value was in force; unknown time has no weight.
function meanOf({ held, last }: BucketSteps<Value>): string | null {
  let sum = 0n;
  let time = 0n;
  for (const { value, milliseconds } of held) {
    sum += value.scaled * BigInt(milliseconds);
    time += BigInt(milliseconds);
  }
  if (time === 0n) return textOf(last);
  return scaledText((2n * sum + time) / (2n * time));
}

function scaledText(scaled: bigint): string {
  return placeDecimalPoint(scaled, VALUE_DIGITS).replace(/\.?0+$/, '');
}

function textOf(value: Value | null): string | null {
  return value === null ? null : quotientText(value.numerator, value.denominator, VALUE_DIGITS);
}

function quantityOf(value: Decimal | undefined): Quantity | null {
  return value === undefined ? null : toQuantity(decimalText(value));
}
