import * as z from 'zod';
import { pageOf, timeString } from './primitives.js';

/** What besides values may have moved a score: a chart marks it. */
export const annotation = z
  .object({
    kind: z.enum(['registry', 'stop_use', 'maintenance', 'definition']),
    at: timeString,
    /** The end of what lasts; null for an instant, or without an end. */
    to: timeString.nullable(),
    /** Of the register: enterprise, device or system; of a definition: the measure. */
    subject: z.string(),
    change: z.enum(['added', 'changed', 'removed']).nullable(),
    /** How many entries (devices) it concerns, and the first of them by id. */
    count: z.number().int(),
    ids: z.array(z.string()).readonly(),
    reason: z.string().nullable(),
    version: z.number().int().nullable(),
  })
  .meta({ id: 'Annotation' });

export const annotationPage = pageOf(annotation);

export type Annotation = z.infer<typeof annotation>;
