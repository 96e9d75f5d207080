import * as z from 'zod';
import { assessment } from './assessmentShapes.js';
import { decimalString, timeString } from './primitives.js';

const { revision, edition, rules, score, primary } = assessment.shape;

/** A park as it stands beside others: parks compare only where edition and rules are the same. */
const comparedPark = z.object({
  park: z.string(),
  name: z.string(),
  timeZone: z.string(),
  revision,
  edition,
  rules,
  score,
  primary,
  /** Measures whose definition is the park's own: their rates are formed in another way than the defaults. */
  ownDefinitions: z.number().int(),
  /** Z at the end of each local day; null where nothing was known. */
  trend: z.object({
    time: z.array(timeString).readonly(),
    candidate: z.array(decimalString.nullable()).readonly(),
  }),
});

/** All parks one may see, as they stand at a moment. */
export const comparison = z
  .object({ at: timeString, items: z.array(comparedPark).readonly() })
  .meta({ id: 'Comparison' });

export type Comparison = z.infer<typeof comparison>;
export type ComparedPark = z.infer<typeof comparedPark>;
