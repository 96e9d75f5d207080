import * as z from 'zod';
import { levels, score } from './assessmentShapes.js';
import {
  bilingual,
  clauseStatus,
  comparator,
  decimalString,
  grade,
  indicatorId,
  level,
  primaryId,
  secondaryId,
} from './primitives.js';

/** The condition of a measure clause as a tree; a plain comparison repeats the clause's own three fields. */
export interface ConditionShape {
  readonly kind: 'comparison' | 'anyOf' | 'allOf' | 'branch';
  readonly measure?: string | undefined;
  readonly comparator?: '>=' | '>' | '<=' | '<' | undefined;
  readonly threshold?: string | undefined;
  readonly conditions?: readonly ConditionShape[] | undefined;
  readonly on?: ConditionShape | undefined;
  readonly then?: ConditionShape | undefined;
  readonly otherwise?: ConditionShape | undefined;
}

const condition: z.ZodType<ConditionShape> = z.lazy(() =>
  z.object({
    kind: z.enum(['comparison', 'anyOf', 'allOf', 'branch']),
    measure: z.string().optional(),
    comparator: comparator.optional(),
    threshold: decimalString.optional(),
    conditions: z.array(condition).readonly().optional(),
    on: condition.optional(),
    then: condition.optional(),
    otherwise: condition.optional(),
  }),
);

export const standardClause = bilingual
  .extend({
    id: z.string(),
    kind: z.enum(['measure', 'capability']),
    basis: z.array(z.string()).readonly(),
    /** Null for a capability clause, and where several comparisons are joined: then `condition` has them. */
    measure: z.string().nullable(),
    comparator: comparator.nullable(),
    threshold: decimalString.nullable(),
    condition: condition.nullable(),
  })
  .meta({ id: 'StandardClause' });

const standardLevel = z.object({
  level: level.exclude(['S1']),
  clauses: z.array(standardClause).readonly(),
  limitations: z.array(bilingual).readonly(),
});

export const standardIndicator = bilingual
  .extend({
    id: indicatorId,
    secondary: secondaryId,
    weight: decimalString,
    max: decimalString,
    table: z.string(),
    levels: z.array(standardLevel).readonly(),
    rulings: z.array(z.string()).readonly(),
  })
  .meta({ id: 'StandardIndicator' });

export const standardMeasure = bilingual
  .extend({
    key: z.string(),
    unit: z.enum(['ratio', 'count', 'days', 'level']),
    scope: z.enum(['park', 'factory']),
    numerator: bilingual,
    denominator: bilingual.nullable(),
    indicators: z.array(indicatorId).readonly(),
  })
  .meta({ id: 'StandardMeasure' });

const gradeBound = z.object({
  grade,
  /** Least Z of the grade. */
  from: decimalString,
  keyItems: z.array(bilingual.extend({ id: z.string() })).readonly(),
});

export const standardAnswer = z
  .object({
    edition: z.string(),
    rules: z.string(),
    primary: z.array(bilingual.extend({ id: primaryId, points: decimalString })).readonly(),
    secondary: z
      .array(bilingual.extend({ id: secondaryId, primary: primaryId, points: decimalString }))
      .readonly(),
    indicators: z.array(standardIndicator).readonly(),
    measures: z.array(standardMeasure).readonly(),
    rulings: z
      .array(bilingual.extend({ id: z.string(), certainty: z.enum(['H', 'M', 'L']).nullable() }))
      .readonly(),
    /** Table 2, lowest grade first: the interval alone gives the grade, key items stand beside it. */
    grades: z.array(gradeBound).readonly(),
    /** The gate of clause 4.1. */
    gate: z.array(bilingual.extend({ id: z.string() })).readonly(),
  })
  .meta({ id: 'Standard' });

const inferredPoints = { assured: decimalString, candidate: decimalString, ceiling: decimalString };

/** The answer to `POST /standard/infer`. */
export const inferAnswer = z
  .object({
    indicators: z
      .array(
        levels.extend({
          id: indicatorId,
          clauses: z.array(z.object({ id: z.string(), status: clauseStatus })).readonly(),
        }),
      )
      .readonly(),
    score,
    primary: z.array(z.object({ id: primaryId, ...inferredPoints })).readonly(),
    secondary: z.array(z.object({ id: secondaryId, ...inferredPoints })).readonly(),
  })
  .meta({ id: 'Inference' });

/** The answer to `POST /standard/score`. */
export const scoreAnswer = z
  .object({
    z: decimalString,
    grade,
    primary: z.record(primaryId, decimalString),
    secondary: z.record(secondaryId, decimalString),
  })
  .meta({ id: 'LevelScore' });

export type StandardClauseAnswer = z.infer<typeof standardClause>;
export type StandardIndicatorAnswer = z.infer<typeof standardIndicator>;
export type StandardMeasureAnswer = z.infer<typeof standardMeasure>;
export type StandardAnswer = z.infer<typeof standardAnswer>;
export type InferAnswer = z.infer<typeof inferAnswer>;
export type ScoreAnswer = z.infer<typeof scoreAnswer>;
