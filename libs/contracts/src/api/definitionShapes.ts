import * as z from 'zod';
import { INPUTS, JUDGES } from './choices.js';
import { timeString } from './primitives.js';

/** A measure definition as answered (CONTRACT section 3); `PUT` takes the same fields, all optional. */
export const measureDefinition = z
  .object({
    measure: z.string(),
    version: z.number().int(),
    effectiveFrom: timeString,
    input: z.enum(INPUTS),
    judge: z.enum(JUDGES),
    periods: z.number().int(),
    windowSeconds: z.number().int(),
    freshSeconds: z.number().int().nullable(),
    onlineWithinSeconds: z.number().int().nullable(),
    onlineNominalPeriods: z.number(),
    onlineMinSeconds: z.number().int(),
    seenWithinSeconds: z.number().int().nullable(),
    slotSeconds: z.number().int(),
    slotShare: z.string(),
    validFlags: z.array(z.string()).readonly(),
    completeness: z.string(),
    requiredFields: z.number().int().nullable(),
    dwell: z.object({
      downSeconds: z.number().int(),
      upSeconds: z.number().int(),
      staleSeconds: z.number().int(),
    }),
  })
  .meta({ id: 'MeasureDefinition' });

export type MeasureDefinitionAnswer = z.infer<typeof measureDefinition>;
