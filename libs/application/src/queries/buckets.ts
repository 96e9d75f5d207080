import { type Instant, hourContaining, periodContaining } from '@parkpulse/domain';
import { type Refused, refuse } from './refusal.js';

export type Interval = '1m' | '1h' | '1d';

export interface Bucket {
  readonly from: Instant;
  readonly to: Instant;
}

/** More buckets than this are refused: a chart cannot show them, and a year of hours fits. */
export const MOST_BUCKETS = 10_000;

/** As many points as are answered to one who does not say how finely. */
const MOST_UNASKED = 2000;

const SHORTEST_MS = { '1m': 60_000, '1h': 3_600_000, '1d': 82_800_000 };
const MINUTE_MS = 60_000;

/** The interval for a span of which none was asked: hours while they are at most 2,000 points, else days. */
export function intervalOf(from: Instant, to: Instant): Interval {
  return (to - from) / SHORTEST_MS['1h'] <= MOST_UNASKED ? '1h' : '1d';
}

/** Cuts [from, to) into buckets of local time; the first begins at or before `from`. */
export function bucketsOf(
  interval: Interval,
  from: Instant,
  to: Instant,
  zone: string,
): readonly Bucket[] | Refused {
  if ((to - from) / SHORTEST_MS[interval] > MOST_BUCKETS) {
    return refuse(
      'RANGE_TOO_LARGE',
      `时间范围过大：该粒度最多返回 ${MOST_BUCKETS} 个时间段`,
      `The range is too large: at this interval at most ${MOST_BUCKETS} buckets are answered`,
      '/from',
    );
  }
  const buckets: Bucket[] = [];
  let bucket = bucketAt(interval, from, zone);
  while (bucket.from < to) {
    buckets.push(bucket);
    bucket = bucketAt(interval, bucket.to, zone);
  }
  return buckets;
}

function bucketAt(interval: Interval, at: Instant, zone: string): Bucket {
  switch (interval) {
    case '1m': {
      // Zones differ from UTC by whole minutes in every year the product accepts.
      const from = Math.floor(at / MINUTE_MS) * MINUTE_MS;
      return { from, to: from + MINUTE_MS };
    }
    case '1h':
      return hourContaining(at, zone);
    case '1d':
      return periodContaining('day', at, zone);
  }
}

/** A value that holds from `at` until the next step; null is a gap. */
export interface Step<Value> {
  readonly at: Instant;
  readonly value: Value | null;
}

/** What a step function does within one bucket. */
export interface BucketSteps<Value> {
  readonly bucket: Bucket;
  /** The value in force when the bucket ends. */
  readonly last: Value | null;
  /** All values in force at some time within the bucket, the one it starts with included, with how long each held. */
  readonly held: readonly { readonly value: Value; readonly milliseconds: number }[];
}

/**
 * Distributes a step function over buckets. Time after `until` (not lived yet) belongs to none.
 * @param steps in order of time; the one in force at the first bucket's start may precede it.
 */
export function distribute<Value>(
  buckets: readonly Bucket[],
  steps: readonly Step<Value>[],
  until: Instant,
): readonly BucketSteps<Value>[] {
  let next = 0;
  let current: Value | null = null;
  return buckets.map((bucket) => {
    const end = Math.min(bucket.to, until);
    const held: { value: Value; milliseconds: number }[] = [];
    let since = bucket.from;
    const close = (at: Instant): void => {
      if (current !== null && at > since) held.push({ value: current, milliseconds: at - since });
      since = Math.max(since, at);
    };
    for (let step = steps[next]; step !== undefined && step.at < end; step = steps[next]) {
      if (step.at > bucket.from) close(step.at);
      current = step.value;
      next += 1;
    }
    close(end);
    return { bucket, last: end > bucket.from ? current : null, held };
  });
}
