import * as z from 'zod';
import { GATE_IDS, INCIDENT_GRADES, KEY_ITEMS, RISK_CLASSES } from '@parkpulse/domain';
import { bilingual, clauseStatus, decimalString, grade, timeString } from './primitives.js';
import { day, instant, lineText, noteText } from './requestFields.js';

const INCIDENT_KINDS = ['safety', 'environment'] as const;
const MOST_INCIDENTS = 1000;

/** What a park declares for the gate of clause 4.1; from now on unless `from` says otherwise. */
export const eligibilityRequest = z.strictObject({
  riskClass: z.enum(RISK_CLASSES),
  riskClassValidTo: day.nullable().exactOptional(),
  incidents: z
    .array(
      z.strictObject({
        kind: z.enum(INCIDENT_KINDS),
        grade: z.enum(INCIDENT_GRADES),
        on: day,
        name: lineText(200),
      }),
    )
    .max(MOST_INCIDENTS)
    .readonly(),
  completeTo: day,
  from: instant.exactOptional(),
});

/** A judgement on a key item of Table 2; `unknown` takes an earlier one back. */
export const judgementRequest = z.strictObject({
  item: z.enum(KEY_ITEMS.map(({ id }) => id)),
  status: clauseStatus,
  note: noteText(2000).nullable().exactOptional(),
  from: instant.exactOptional(),
});

const incident = z.object({
  kind: z.enum(INCIDENT_KINDS),
  grade: z.enum(INCIDENT_GRADES),
  on: z.string(),
  name: z.string(),
});
const said = { from: timeString, by: z.string(), recordedAt: timeString };
const saidOrNot = {
  from: timeString.nullable(),
  by: z.string().nullable(),
  recordedAt: timeString.nullable(),
};

/** Grade by Z, gate of clause 4.1, key items of Table 2: side by side, none changing another. */
export const conclusion = z
  .object({
    park: z.string(),
    at: timeString,
    z: decimalString,
    grade,
    gate: z.object({
      year: z.number(),
      status: z.enum(['eligible', 'not_eligible', 'not_shown']),
      conditions: z
        .array(
          bilingual.extend({
            id: z.enum(GATE_IDS),
            status: clauseStatus,
            reason: z
              .enum(['not_declared', 'expired', 'risk_class', 'incident', 'incomplete_list'])
              .nullable(),
            incidents: z.array(incident).readonly(),
          }),
        )
        .readonly(),
      declaration: z
        .object({
          riskClass: z.enum(RISK_CLASSES),
          riskClassValidTo: z.string().nullable(),
          incidents: z.array(incident).readonly(),
          completeTo: z.string(),
          ...said,
        })
        .nullable(),
    }),
    keyItems: z
      .array(
        z.object({
          grade,
          status: clauseStatus,
          items: z
            .array(
              bilingual.extend({
                id: z.string(),
                grade,
                status: clauseStatus,
                note: z.string().nullable(),
                ...saidOrNot,
              }),
            )
            .readonly(),
        }),
      )
      .readonly(),
    agreement: z.enum(['supported', 'open', 'contradicted']),
  })
  .meta({ id: 'Conclusion' });

export type ConclusionAnswer = z.infer<typeof conclusion>;
