import * as z from 'zod';
import { INDICATOR_IDS, LEVELS, PRIMARY_IDS, SECONDARY_IDS } from '@parkpulse/domain';

/** Schemas of the small values that answers are made of. Objects of answers are open: they may gain fields. */
export const level = z.enum(LEVELS).meta({ id: 'Level', description: 'S1 (lowest) to S5' });
export const indicatorId = z.enum(INDICATOR_IDS).meta({ id: 'IndicatorId' });
export const secondaryId = z.enum(SECONDARY_IDS);
export const primaryId = z.enum(PRIMARY_IDS);
export const grade = z.enum(['smart', 'enhanced', 'initial']);
export const comparator = z.enum(['>=', '>', '<=', '<']);
export const clauseStatus = z.enum(['met', 'unmet', 'unknown']);
export const unknownReason = z.enum([
  'insufficient_data',
  'stale',
  'zero_denominator',
  'out_of_range',
  'calc_error',
]);
export const severity = z.enum(['alarm', 'warning', 'reminder']);
export const levelKind = z.enum(['assured', 'candidate', 'ceiling']);
export const cause = z.enum([
  'value',
  'denominator',
  'staleness',
  'registry',
  'attestation',
  'rule',
  'restatement',
]);

/** Exact decimal text such as `0.8` or `-0.3600`; never a float. */
export const decimalString = z
  .string()
  .regex(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/)
  .meta({ id: 'Decimal', description: 'exact decimal text' });

/** RFC 3339 in UTC, as answers give times. */
export const timeString = z.string().meta({ id: 'Time', format: 'date-time' });

/** A count or a sum: a JSON number where 15 digits hold it, else exact decimal text. */
export const quantity = z.union([z.number(), z.string()]).meta({ id: 'Quantity' });

export const bilingual = z.object({ zh: z.string(), en: z.string() });

/** The page of a list: items and the cursor of the next page, null at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item).readonly(), next: z.string().nullable() });

export type Grade = z.infer<typeof grade>;
export type ClauseStatus = z.infer<typeof clauseStatus>;
export type Severity = z.infer<typeof severity>;
export type LevelKind = z.infer<typeof levelKind>;
export type Cause = z.infer<typeof cause>;

/** The page of a list of `Item`. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
