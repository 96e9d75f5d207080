import * as z from 'zod';
import { indicatorId, level, pageOf, timeString } from './primitives.js';
import { day, lineText } from './requestFields.js';

/** What to reach: above S1, for that is always attained. */
export const targetRequest = z.strictObject({
  level: level.exclude(['S1']),
  owner: lineText(100).nullable().exactOptional(),
  due: day.nullable().exactOptional(),
});

/** What a park means to reach with an indicator, who answers for it, and by which day (that day included). */
export const target = z
  .object({
    indicator: indicatorId,
    level,
    owner: z.string().nullable(),
    due: z.string().nullable(),
    by: z.string(),
    recordedAt: timeString,
  })
  .meta({ id: 'Target' });

export const targetPage = pageOf(target);

export type Target = z.infer<typeof target>;
export type TargetRequest = z.infer<typeof targetRequest>;
