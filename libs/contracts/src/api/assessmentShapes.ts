import * as z from 'zod';
import {
  clauseStatus,
  comparator,
  decimalString,
  grade,
  indicatorId,
  level,
  pageOf,
  primaryId,
  quantity,
  secondaryId,
  timeString,
  unknownReason,
} from './primitives.js';

export const levels = z.object({ assured: level, candidate: level, ceiling: level }).meta({ id: 'Levels' });

const zScore = z.object({ z: decimalString, grade });
export const score = z.object({ assured: zScore, candidate: zScore, ceiling: zScore }).meta({ id: 'Score' });

const points = { assured: decimalString, candidate: decimalString, ceiling: decimalString };
export const primaryPoints = z
  .object({ id: primaryId, max: decimalString, ...points })
  .meta({ id: 'PrimaryPoints' });
export const secondaryPoints = z
  .object({ id: secondaryId, max: decimalString, ...points })
  .meta({ id: 'SecondaryPoints' });

/** The stable levels of an indicator, with the raw ones beside them. */
export const indicatorState = levels
  .extend({
    id: indicatorId,
    raw: levels,
    max: decimalString,
    /** Since when the stable candidate level holds. */
    since: timeString.nullable(),
    /** True while a confirmed clause is held although its measure is stale. */
    stale: z.boolean(),
    /** The raw candidate level that will become stable at `due` if nothing changes. */
    pending: z.object({ candidate: level, due: timeString }).nullable(),
  })
  .meta({ id: 'IndicatorState' });

export const assessment = z
  .object({
    park: z.string(),
    at: timeString,
    knownAt: timeString,
    revision: z.number().int(),
    edition: z.string(),
    rules: z.string(),
    score,
    primary: z.array(primaryPoints).readonly(),
    secondary: z.array(secondaryPoints).readonly(),
    indicators: z.array(indicatorState).readonly(),
  })
  .meta({ id: 'Assessment' });

/** What decided a clause: one event, one attestation, or nothing single. */
export const decidedBy = z
  .union([
    z.object({
      event: z.string(),
      source: z.string(),
      topic: z.string(),
      partition: z.number().int(),
      offset: z.number().int(),
    }),
    z.object({ attestation: z.string() }),
  ])
  .nullable();

/** One clause of an indicator's trace; the measure fields are null for a capability clause. */
export const clauseTrace = z
  .object({
    id: z.string(),
    status: clauseStatus,
    raw: clauseStatus,
    reason: unknownReason.nullable(),
    measure: z.string().nullable(),
    comparator: comparator.nullable(),
    threshold: decimalString.nullable(),
    numerator: quantity.nullable(),
    denominator: quantity.nullable(),
    value: decimalString.nullable(),
    asOf: timeString.nullable(),
    freshUntil: timeString.nullable(),
    decidedBy,
  })
  .meta({ id: 'ClauseTrace' });

/** The cheapest step up: the next level, the points it brings and the clauses that are not met yet. */
export const nextLevel = z.object({ level, gain: decimalString, missing: z.array(z.string()).readonly() });

export const indicatorDetail = indicatorState
  .extend({
    /** The snapshot it was read from, as the assessment gives it. */
    revision: z.number().int(),
    clauses: z.array(clauseTrace).readonly(),
    next: nextLevel.nullable(),
  })
  .meta({ id: 'IndicatorDetail' });

export const indicatorPage = pageOf(indicatorDetail);

export type Levels = z.infer<typeof levels>;
export type Score = z.infer<typeof score>;
export type PrimaryPoints = z.infer<typeof primaryPoints>;
export type SecondaryPoints = z.infer<typeof secondaryPoints>;
export type IndicatorState = z.infer<typeof indicatorState>;
export type Assessment = z.infer<typeof assessment>;
export type DecidedBy = z.infer<typeof decidedBy>;
export type ClauseTrace = z.infer<typeof clauseTrace>;
export type NextLevel = z.infer<typeof nextLevel>;
export type IndicatorDetail = z.infer<typeof indicatorDetail>;
