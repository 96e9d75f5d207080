import * as z from 'zod';
import { CHANNEL_KINDS, ROLES, TOKEN_SCOPES } from './choices.js';
import { pageOf, severity, timeString } from './primitives.js';

export const session = z
  .object({
    username: z.string(),
    role: z.enum(ROLES),
    /** The parks the account may see; null means all. */
    parks: z.array(z.string()).readonly().nullable(),
    expiresAt: timeString,
  })
  .meta({ id: 'Session' });

const tokenFields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)).readonly(),
  park: z.string().nullable(),
  createdAt: timeString,
};

/** The answer to `POST /tokens`; the only time the bearer token itself is shown. */
export const issuedToken = z.object({ ...tokenFields, token: z.string() }).meta({ id: 'IssuedToken' });

export const listedToken = z
  .object({
    ...tokenFields,
    createdBy: z.string(),
    lastUsedAt: timeString.nullable(),
    expiresAt: timeString.nullable(),
  })
  .meta({ id: 'Token' });

/** A notification channel; its secret is write-only, so only `hasSecret` is told. */
export const channel = z
  .object({
    id: z.string(),
    kind: z.enum(CHANNEL_KINDS),
    name: z.string(),
    url: z.string(),
    hasSecret: z.boolean(),
    park: z.string().nullable(),
    minSeverity: severity.nullable(),
    createdAt: timeString,
  })
  .meta({ id: 'Channel' });

/** The answer to `POST /channels/{id}/test`. */
export const channelTest = z.object({
  delivered: z.boolean(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
});

export const tokenPage = pageOf(listedToken);
export const channelPage = pageOf(channel);

export type Session = z.infer<typeof session>;
export type IssuedToken = z.infer<typeof issuedToken>;
export type ListedToken = z.infer<typeof listedToken>;
export type Channel = z.infer<typeof channel>;
export type ChannelTest = z.infer<typeof channelTest>;
