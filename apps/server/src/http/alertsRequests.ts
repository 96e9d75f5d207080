import { INDICATOR_IDS, ALERT_RULE_IDS, ALERT_SEVERITIES } from '@parkpulse/domain';
import { parseInstant } from '@parkpulse/contracts';
import { z } from 'zod';

// Requests beyond the contract's: assigning, accepting, silences, the outbound list.

const text = z.string().trim().min(1).max(2000);
const instant = z.string().transform((word, context) => {
  const reading = parseInstant(word);
  if (reading.kind === 'instant') return reading.at;
  context.addIssue({ code: 'custom', message: 'not an RFC 3339 time with offset' });
  return z.NEVER;
});
const names = z.array(z.string().min(1).max(256)).min(1).max(100).readonly();

export const assignRequest = z.strictObject({ to: z.string().trim().min(1).max(128).nullable() });
export const acceptRequest = z.strictObject({ text });

export const silenceRequest = z.strictObject({
  kind: z.enum(['silence', 'maintenance']).default('silence'),
  matcher: z.strictObject({
    rules: z.array(z.enum(ALERT_RULE_IDS)).min(1).readonly().exactOptional(),
    indicators: z.array(z.enum(INDICATOR_IDS)).min(1).readonly().exactOptional(),
    severities: z.array(z.enum(ALERT_SEVERITIES)).min(1).readonly().exactOptional(),
    sources: names.exactOptional(),
    scopes: names.exactOptional(),
  }),
  reason: text,
  from: instant.exactOptional(),
  to: instant,
});

export const outboundRequest = z.strictObject({
  entries: z.array(z.string().min(1).max(300)).max(500).readonly(),
});

export const silenceAnswer = z.object({
  id: z.string(),
  kind: z.enum(['silence', 'maintenance']),
  matcher: z.record(z.string(), z.array(z.string()).readonly()),
  by: z.string(),
  reason: z.string(),
  from: z.string(),
  to: z.string(),
});
export const silencePage = z.object({
  items: z.array(silenceAnswer).readonly(),
  next: z.string().nullable(),
});
export const outboundAnswer = z.object({ entries: z.array(z.string()).readonly() });
