import * as z from 'zod';
import {
  cause,
  clauseStatus,
  indicatorId,
  level,
  pageOf,
  severity,
  decimalString,
  timeString,
} from './primitives.js';

export const attestation = z
  .object({
    id: z.string(),
    /** Either one clause … */
    clause: z.string().nullable(),
    status: clauseStatus.exclude(['unknown']),
    /** … or every capability clause of an indicator up to a level. */
    indicator: indicatorId.nullable(),
    upTo: level.nullable(),
    /** The clauses that an attestation of an indicator was spread over. */
    clauses: z
      .array(z.object({ id: z.string(), clause: z.string() }))
      .readonly()
      .optional(),
    from: timeString,
    to: timeString.nullable(),
    note: z.string().nullable(),
    by: z.string(),
    recordedAt: timeString,
    verifiedBy: z.string().nullable(),
  })
  .meta({ id: 'Attestation' });

export const alertState = z.enum(['pending', 'firing', 'recovering', 'resolved']);

export const alert = z
  .object({
    id: z.string(),
    rule: z.string(),
    park: z.string(),
    indicator: indicatorId.nullable(),
    severity,
    state: alertState,
    since: timeString,
    /** Levels of an indicator; the two values the rule compares for a rule on a score, a rate or a feed. */
    from: z.string().nullable(),
    to: z.string().nullable(),
    points: decimalString.nullable(),
    cause: cause.nullable(),
    acknowledged: z.object({ by: z.string(), at: timeString }).nullable(),
    shelvedUntil: timeString.nullable(),
    comments: z.array(z.object({ by: z.string(), at: timeString, text: z.string() })).readonly(),
  })
  .meta({ id: 'Alert' });

export const deadLetter = z
  .object({
    id: z.string(),
    code: z.string(),
    detail: z.string(),
    /** JSON pointer to what is wrong; null when it has no single place. */
    pointer: z.string().nullable(),
    /** The park that the event names, where that could be read. */
    park: z.string().nullable(),
    /** Null when it came by HTTP; then `request` names the call. */
    topic: z.string().nullable(),
    partition: z.number().int().nullable(),
    offset: z.number().int().nullable(),
    request: z.string().nullable(),
    receivedAt: timeString,
    payload: z.string(),
    /** True when only the beginning of a very large payload was kept. */
    isTruncated: z.boolean(),
    replayedAt: timeString.nullable(),
  })
  .meta({ id: 'DeadLetter' });

export const feed = z
  .object({ source: z.string(), lastEventAt: timeString, state: z.enum(['live', 'late', 'silent']) })
  .meta({ id: 'Feed' });

/** `backlog`: events accepted and not yet assessed. */
export const feedsAnswer = z
  .object({ backlog: z.number().int(), items: z.array(feed).readonly() })
  .meta({ id: 'Feeds' });

export const park = z
  .object({ id: z.string(), name: z.string(), timeZone: z.string(), createdAt: timeString })
  .meta({ id: 'Park' });

export const replayAnswer = z.object({
  replayed: z.number().int(),
  failed: z.array(z.object({ id: z.string(), code: z.string() })).readonly(),
});

/** The answer to `POST /events`, accepted or all rejected. */
export const ingestAnswer = z
  .object({
    accepted: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), code: z.string(), detail: z.string() })).readonly(),
  })
  .meta({ id: 'IngestAnswer' });

export const attestationPage = pageOf(attestation);
export const alertPage = pageOf(alert);
export const deadLetterPage = pageOf(deadLetter);
export const parkPage = pageOf(park);

export type Attestation = z.infer<typeof attestation>;
export type AlertState = z.infer<typeof alertState>;
export type Alert = z.infer<typeof alert>;
export type DeadLetter = z.infer<typeof deadLetter>;
export type Feed = z.infer<typeof feed>;
export type FeedsAnswer = z.infer<typeof feedsAnswer>;
export type Park = z.infer<typeof park>;
export type ReplayAnswer = z.infer<typeof replayAnswer>;
export type IngestAnswer = z.infer<typeof ingestAnswer>;
