import * as z from 'zod';
import { CHANNEL_KINDS, INPUTS, JUDGES, TOKEN_SCOPES } from './choices.js';
import { reportFault } from './parseRequest.js';
import { level, severity } from './primitives.js';
import {
  capabilityClauseId,
  instant,
  knownIndicator,
  lineText,
  noteText,
  parkId,
  recordId,
  timeZone,
} from './requestFields.js';

export const signInRequest = z.strictObject({
  username: z.string().min(1).max(128),
  /** Taken whole, whatever its length up to the bound: no byte of a passphrase is cut off. */
  password: z.string().min(1).max(1024),
});

export const tokenRequest = z.strictObject({
  name: lineText(128),
  scopes: z
    .array(z.enum(TOKEN_SCOPES))
    .min(1)
    .max(TOKEN_SCOPES.length)
    .refine((scopes) => new Set(scopes).size === scopes.length)
    .readonly(),
  park: parkId.exactOptional(),
});

export const parkRequest = z.strictObject({
  id: parkId,
  name: lineText(128),
  timeZone: timeZone.exactOptional(),
});

export const parkPatch = z
  .strictObject({ name: lineText(128).exactOptional(), timeZone: timeZone.exactOptional() })
  .superRefine((patch, context) => {
    if (Object.keys(patch).length > 0) return;
    reportFault(context, 'FIELD_MISSING', {
      zh: '至少给出 name 或 timeZone',
      en: 'give at least name or timeZone',
    });
  });

const SECONDS_OF_TEN_YEARS = 3660 * 86_400;
const seconds = (least: number) => z.number().int().min(least).max(SECONDS_OF_TEN_YEARS);
const share = (text: string): boolean => /^(?:0(?:\.\d{1,15})?|1(?:\.0{1,15})?)$/.test(text);
const shareText = z.string().refine(share, {
  params: {
    code: 'OUT_OF_RANGE',
    detail: { zh: '须为 0 至 1 的小数文本', en: 'must be decimal text from 0 to 1' },
  },
});
const completenessText = z.string().refine((text) => text === 'any' || share(text), {
  params: {
    code: 'OUT_OF_RANGE',
    detail: { zh: '须为 any 或 0 至 1 的小数文本', en: 'must be any, or decimal text from 0 to 1' },
  },
});

/**
 * `PUT /parks/{park}/definitions/{measure}`: absent fields take the defaults. What `GET` answers may be sent back as it
 * is: `measure` is the path's, and the version is given by the server, so both are accepted and dropped.
 */
export const definitionRequest = z
  .strictObject({
    measure: z.string().exactOptional(),
    version: z.number().int().exactOptional(),
    effectiveFrom: instant.exactOptional(),
    input: z.enum(INPUTS).exactOptional(),
    judge: z.enum(JUDGES).exactOptional(),
    periods: z.number().int().min(1).max(3660).exactOptional(),
    windowSeconds: seconds(1).exactOptional(),
    freshSeconds: seconds(1).nullable().exactOptional(),
    onlineWithinSeconds: seconds(1).nullable().exactOptional(),
    onlineNominalPeriods: z.number().positive().max(10_000).exactOptional(),
    onlineMinSeconds: seconds(0).exactOptional(),
    seenWithinSeconds: seconds(1).nullable().exactOptional(),
    slotSeconds: seconds(1).max(86_400).exactOptional(),
    slotShare: shareText.exactOptional(),
    validFlags: z.array(lineText(16)).min(1).max(32).readonly().exactOptional(),
    completeness: completenessText.exactOptional(),
    requiredFields: z.number().int().min(1).max(1_000_000).nullable().exactOptional(),
    dwell: z
      .strictObject({
        downSeconds: seconds(0).default(1800),
        upSeconds: seconds(0).default(86_400),
        staleSeconds: seconds(0).default(86_400),
      })
      .exactOptional(),
  })
  .transform(({ measure: _measure, version: _version, ...definition }) => definition);

const attested = { from: instant, to: instant.exactOptional(), note: noteText(2000).exactOptional() };
const clauseAttestation = z.strictObject({
  clause: capabilityClauseId,
  status: z.enum(['met', 'unmet']),
  ...attested,
});
const indicatorAttestation = z.strictObject({ indicator: knownIndicator, upTo: level, ...attested });

/** One clause either way, or every capability clause of an indicator up to a level as met. */
export const attestationRequest = z
  .union([clauseAttestation, indicatorAttestation])
  .superRefine((attestation, context) => {
    if (attestation.to === undefined || attestation.to > attestation.from) return;
    reportFault(context, 'RANGE_INVALID', { zh: 'to 必须晚于 from', en: 'to must be after from' }, ['to']);
  });

export const ackRequest = z.strictObject({ text: noteText(2000).exactOptional() });
export const commentRequest = z.strictObject({ text: noteText(2000).min(1) });
/** How long an alert may be shelved is for the use case to check: it knows the time. */
export const shelveRequest = z.strictObject({ reason: noteText(2000).min(1), until: instant });

export const channelRequest = z.strictObject({
  kind: z.enum(CHANNEL_KINDS),
  name: lineText(128),
  url: z.string().min(1).max(2048).superRefine(checkUrl),
  secret: z.string().min(1).max(1024).exactOptional(),
  park: parkId.exactOptional(),
  minSeverity: severity.exactOptional(),
  /** 0: told first; 1 to 3: told only when an alert has climbed that far. */
  step: z.number().int().min(0).max(3).exactOptional(),
  /** Whom it reaches: the duty desk, operations, or both. */
  audience: z.enum(['desk', 'operations', 'all']).exactOptional(),
});

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'smtp:', 'smtps:']);

/** Whether the host may be reached is for the server to check, at save and at send. */
function checkUrl(text: string, context: z.core.$RefinementCtx): void {
  if (!URL.canParse(text)) {
    reportFault(context, 'FIELD_INVALID', { zh: '不是有效的 URL', en: 'not a valid URL' });
  } else if (!SCHEMES.has(new URL(text).protocol)) {
    reportFault(context, 'URL_NOT_ALLOWED', {
      zh: '仅允许 http、https、smtp 和 smtps',
      en: 'only http, https, smtp and smtps are allowed',
    });
  }
}

export const replayRequest = z.strictObject({ ids: z.array(recordId).min(1).max(1000).readonly() });

export type DefinitionRequest = z.output<typeof definitionRequest>;
export type AttestationRequest = z.output<typeof attestationRequest>;
export type ChannelRequest = z.output<typeof channelRequest>;

/** Register entries as an event's data holds them; judged entry by entry by the event decoder. */
export const registryPreviewRequest = z.strictObject({
  entries: z.array(z.record(z.string(), z.unknown())).min(1).max(1000).readonly(),
});
