import * as z from 'zod';
import {
  cause,
  decimalString,
  indicatorId,
  level,
  levelKind,
  pageOf,
  quantity,
  timeString,
  unknownReason,
} from './primitives.js';

const times = z.array(timeString).readonly();
const decimals = z.array(decimalString.nullable()).readonly();
/** Decimal points for `Z`, a primary or a secondary node; levels for an indicator; null in a gap. */
const pointsOrLevels = z.array(z.union([decimalString, level]).nullable()).readonly();

/** Stable values per bucket of local time: bucket starts, the value at the bucket's end, and the candidate's extremes. */
export const trend = z
  .object({
    node: z.string(),
    revision: z.number().int(),
    time: times,
    assured: pointsOrLevels,
    candidate: pointsOrLevels,
    ceiling: pointsOrLevels,
    min: pointsOrLevels,
    max: pointsOrLevels,
  })
  .meta({ id: 'Trend' });

const trendColumns = z.object({
  assured: pointsOrLevels,
  candidate: pointsOrLevels,
  ceiling: pointsOrLevels,
  min: pointsOrLevels,
  max: pointsOrLevels,
});

/** Trends of many nodes over the same buckets. */
export const trends = z
  .object({
    revision: z.number().int(),
    time: times,
    nodes: z.record(z.string(), trendColumns).readonly(),
  })
  .meta({ id: 'Trends' });

/** Readings (without `min`, `max` and `mean`) or buckets of a measure, in columns. */
export const series = z
  .object({
    measure: z.string(),
    time: times,
    last: decimals,
    min: decimals.optional(),
    max: decimals.optional(),
    mean: decimals.optional(),
    numerator: z.array(quantity.nullable()).readonly(),
    denominator: z.array(quantity.nullable()).readonly(),
  })
  .meta({ id: 'Series' });

const ratioPart = z.object({ numerator: quantity, denominator: quantity });

/** A measure over a closed or running period or at a moment. */
export const measureValue = z
  .object({
    measure: z.string(),
    from: timeString,
    to: timeString,
    closed: z.boolean(),
    status: z.enum(['known', 'unknown']),
    reason: unknownReason.nullable(),
    numerator: quantity.nullable(),
    denominator: quantity.nullable(),
    /** Exact numerator / denominator to 12 decimals, half up, trailing zeros dropped. */
    value: decimalString.nullable(),
    instant: ratioPart.optional(),
    parts: z.record(z.string(), ratioPart).optional(),
    /** Members that are missing from the numerator, by id. */
    missing: z.array(z.string()).readonly(),
    definition: z.object({ version: z.number().int() }),
    /** What the period that runs now has come to so far; only at a moment, and of measures judged by closed periods. */
    running: z
      .object({
        from: timeString,
        to: timeString,
        status: z.enum(['known', 'unknown']),
        reason: unknownReason.nullable(),
        numerator: quantity.nullable(),
        denominator: quantity.nullable(),
        value: decimalString.nullable(),
      })
      .optional(),
    /** The same reading comes again and again with fresh times, although the series used to move. */
    suspect: z.object({ since: timeString, repeats: z.number().int() }).optional(),
  })
  .meta({ id: 'MeasureValue' });

export const transition = z
  .object({
    at: timeString,
    knownAt: timeString,
    indicator: indicatorId,
    level: levelKind,
    series: z.enum(['stable', 'raw']),
    from: level,
    to: level,
    cause,
    clauses: z.array(z.string()).readonly(),
    points: decimalString,
  })
  .meta({ id: 'Transition' });

/** What moved the stable candidate Z between two moments; the terms sum to the difference exactly. */
export const explanation = z
  .object({
    zFrom: decimalString,
    zTo: decimalString,
    difference: decimalString,
    terms: z
      .array(
        z.object({
          indicator: indicatorId,
          from: level,
          to: level,
          cause,
          at: timeString,
          points: decimalString,
        }),
      )
      .readonly(),
  })
  .meta({ id: 'Explanation' });

/** What register entries would do to the candidate levels as they stand, before they are saved. */
export const registryPreview = z
  .object({
    at: timeString,
    zFrom: decimalString,
    zTo: decimalString,
    changes: z
      .array(
        z.object({
          indicator: indicatorId,
          from: level,
          to: level,
          points: decimalString,
          clauses: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'RegistryPreview' });

/** An entry of the park register in force, with its attributes as an entry event sends them. */
export const registerItem = z
  .object({
    kind: z.enum(['enterprise', 'device', 'system']),
    id: z.string(),
    effectiveFrom: timeString,
    effectiveTo: timeString.nullable(),
    attributes: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'RegisterItem' });

export const registerPage = pageOf(registerItem);

/** All measures of the standard at one moment. */
export const measurePage = pageOf(measureValue);

export const transitionPage = pageOf(transition);

export type Trend = z.infer<typeof trend>;
export type Trends = z.infer<typeof trends>;
export type Series = z.infer<typeof series>;
export type MeasureValueAnswer = z.infer<typeof measureValue>;
export type Transition = z.infer<typeof transition>;
export type Explanation = z.infer<typeof explanation>;
export type RegistryPreview = z.infer<typeof registryPreview>;
export type RegisterItem = z.infer<typeof registerItem>;
