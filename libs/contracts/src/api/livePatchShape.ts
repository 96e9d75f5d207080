import * as z from 'zod';
import { indicatorState, primaryPoints, score, secondaryPoints } from './assessmentShapes.js';
import { timeString } from './primitives.js';

/**
 * What changed in a park since revision - 1: the score, the points of primary and secondary indicators, and the
 * changed indicators. A reader that misses a revision takes a new snapshot.
 */
export const livePatch = z
  .object({
    park: z.string(),
    revision: z.number().int(),
    at: timeString,
    knownAt: timeString,
    score,
    primary: z.array(primaryPoints).readonly(),
    secondary: z.array(secondaryPoints).readonly(),
    indicators: z.array(indicatorState).readonly(),
  })
  .meta({ id: 'LivePatch' });

export type LivePatch = z.infer<typeof livePatch>;
