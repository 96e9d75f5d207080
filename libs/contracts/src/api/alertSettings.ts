import * as z from 'zod';
import { ALERT_RULE_IDS, DEFAULT_NOTICE_POLICY as DEFAULTS } from '@parkpulse/domain';
import { reportFault } from './parseRequest.js';
import { severity, timeString } from './primitives.js';
import { lineText, noteText } from './requestFields.js';
import { checkThresholds, thresholdSettings } from './thresholdSettings.js';

/** How a park is told of alerts, and who is on duty: what people set, and what the API answers. Times are seconds. */

const DAY = 86_400;
const WEEK = 7 * DAY;
const seconds = (least: number, most: number) => z.number().int().min(least).max(most);
const inSeconds = (milliseconds: number): number => milliseconds / 1000;

const clock = z.string().superRefine((text, context) => {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)) return;
  reportFault(context, 'FIELD_INVALID', {
    zh: '须为 00:00 至 23:59 的时刻',
    en: 'must be a time from 00:00 to 23:59',
  });
});
const hours = { from: clock, to: clock };

function checkHours({ from, to }: { from: string; to: string }, context: z.core.$RefinementCtx): void {
  if (from !== to) return;
  reportFault(
    context,
    'RANGE_INVALID',
    { zh: '起止时刻不能相同', en: 'it begins and ends at the same time' },
    ['to'],
  );
}

const blind = z.enum(['alert', 'keepLast', 'ok']);

/** What a park sets otherwise than the defaults of a rule. */
export const holdRequest = z.strictObject({
  forSeconds: seconds(0, WEEK).exactOptional(),
  recoverForSeconds: seconds(0, WEEK).exactOptional(),
  keepFiringSeconds: seconds(0, WEEK).exactOptional(),
  noData: blind.exactOptional(),
  error: blind.exactOptional(),
});

const step = z.strictObject({
  step: z.number().int().min(1).max(3),
  afterSeconds: seconds(60, WEEK),
  from: severity,
});

function checkLadder(
  ladder: readonly { readonly step: number; readonly afterSeconds: number }[],
  context: z.core.$RefinementCtx,
): void {
  const climbs = ladder.every((rung, index) => {
    const below = ladder[index - 1];
    return below === undefined || (rung.step > below.step && rung.afterSeconds > below.afterSeconds);
  });
  if (climbs) return;
  reportFault(context, 'FIELD_INVALID', {
    zh: '升级台阶与等待时间须逐级递增',
    en: 'each rung must be higher and later than the one before it',
  });
}

const storm = z
  .strictObject({
    above: z.number().int().min(1).max(10_000),
    withinSeconds: seconds(60, DAY),
    until: z.number().int().min(1).max(10_000),
    intervalSeconds: seconds(10, DAY),
  })
  .superRefine(({ above, until }, context) => {
    if (until <= above) return;
    reportFault(context, 'OUT_OF_RANGE', { zh: '不得大于 above', en: 'must not be more than above' }, [
      'until',
    ]);
  });

const answered = {
  changedBy: z.string().nullable().exactOptional(),
  changedAt: z.string().nullable().exactOptional(),
};

/**
 * `PUT /parks/{park}/alert-policy`: absent parts take the defaults. What `GET` answers may be sent back; with its
 * `revision` the change is refused when somebody else has changed the settings since.
 */
export const alertPolicyRequest = z
  .strictObject({
    revision: z.number().int().min(0).exactOptional(),
    groupWaitSeconds: seconds(0, 3600).default(inSeconds(DEFAULTS.groupWaitMs)),
    groupIntervalSeconds: seconds(10, DAY).default(inSeconds(DEFAULTS.groupIntervalMs)),
    repeatSeconds: z
      .strictObject({
        alarm: seconds(60, WEEK).default(inSeconds(DEFAULTS.repeatMs.alarm)),
        warning: seconds(60, WEEK).default(inSeconds(DEFAULTS.repeatMs.warning)),
        reminder: seconds(60, WEEK).default(inSeconds(DEFAULTS.repeatMs.reminder)),
      })
      .prefault({}),
    escalation: z
      .array(step)
      .max(3)
      .superRefine(checkLadder)
      .readonly()
      .default(
        DEFAULTS.escalation.map(({ afterMs, ...rung }) => ({ ...rung, afterSeconds: inSeconds(afterMs) })),
      ),
    quietHours: z.strictObject(hours).superRefine(checkHours).nullable().default(DEFAULTS.quietHours),
    quietNotices: z.boolean().default(DEFAULTS.quietNotices),
    storm: storm.default({
      above: DEFAULTS.storm.above,
      withinSeconds: inSeconds(DEFAULTS.storm.withinMs),
      until: DEFAULTS.storm.until,
      intervalSeconds: inSeconds(DEFAULTS.storm.intervalMs),
    }),
    holds: z.partialRecord(z.enum(ALERT_RULE_IDS), holdRequest).default({}),
    thresholds: thresholdSettings.superRefine(checkThresholds).default({}),
    ...answered,
  })
  .transform(({ changedBy: _by, changedAt: _at, ...policy }) => policy);

export const alertPolicyAnswer = z
  .object({
    revision: z.number(),
    groupWaitSeconds: z.number(),
    groupIntervalSeconds: z.number(),
    repeatSeconds: z.object({ alarm: z.number(), warning: z.number(), reminder: z.number() }),
    escalation: z.array(z.object({ step: z.number(), afterSeconds: z.number(), from: severity })).readonly(),
    quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
    quietNotices: z.boolean(),
    storm: z.object({
      above: z.number(),
      withinSeconds: z.number(),
      until: z.number(),
      intervalSeconds: z.number(),
    }),
    holds: z.partialRecord(z.enum(ALERT_RULE_IDS), holdRequest),
    thresholds: thresholdSettings,
    /** Null: the defaults, nobody has changed them. */
    changedBy: z.string().nullable(),
    changedAt: timeString.nullable(),
  })
  .meta({ id: 'AlertPolicy' });

const shift = z
  .strictObject({
    name: lineText(64),
    ...hours,
    /** 1 = Monday … 7 = Sunday; empty: every day. */
    weekdays: z
      .array(z.number().int().min(1).max(7))
      .max(7)
      .refine((days) => new Set(days).size === days.length)
      .readonly()
      .default([]),
    person: lineText(64),
    mobile: z
      .string()
      .superRefine((text, context) => {
        if (/^\+?[\d -]{3,24}$/.test(text)) return;
        reportFault(context, 'FIELD_INVALID', { zh: '不是有效的电话号码', en: 'not a telephone number' });
      })
      .nullable()
      .default(null),
  })
  .superRefine(checkHours);

/** `PUT /parks/{park}/duty-roster`: the whole roster; the first shift that fits is on duty. */
export const dutyRosterRequest = z
  .strictObject({
    revision: z.number().int().min(0).exactOptional(),
    shifts: z.array(shift).max(100).readonly(),
    ...answered,
    timeZone: z.string().exactOptional(),
    onDuty: z.unknown().exactOptional(),
    next: z.unknown().exactOptional(),
  })
  .transform(({ revision, shifts }) => ({ shifts, revision: revision ?? null }));

const shiftAnswer = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  weekdays: z.array(z.number()).readonly(),
  person: z.string(),
  /** Masked for those who may not change the roster. */
  mobile: z.string().nullable(),
});

export const dutyRosterAnswer = z
  .object({
    revision: z.number(),
    timeZone: z.string(),
    shifts: z.array(shiftAnswer).readonly(),
    /** Who is on duty now, and until when; null when nobody is. */
    onDuty: shiftAnswer.extend({ until: timeString }).nullable(),
    /** Who comes next, and when; null when nobody does within a week. */
    next: shiftAnswer.extend({ at: timeString }).nullable(),
    changedBy: z.string().nullable(),
    changedAt: timeString.nullable(),
  })
  .meta({ id: 'DutyRoster' });

/** `PUT /dead-man`: where this system shows that it is alive; `url` null turns it off. */
export const deadManRequest = z.strictObject({
  url: z.string().min(1).max(2048).nullable(),
  everySeconds: seconds(10, DAY).default(60),
});

export const deadManAnswer = z
  .object({
    /** Null: nobody is shown. Parts that are secrets are hidden. */
    url: z.string().nullable(),
    everySeconds: z.number(),
    changedBy: z.string().nullable(),
    changedAt: timeString.nullable(),
    lastTriedAt: timeString.nullable(),
    lastOkAt: timeString.nullable(),
    outcome: z.enum(['delivered', 'retry', 'rejected', 'unknown']).nullable(),
    status: z.number().nullable(),
    code: z.string().nullable(),
  })
  .meta({ id: 'DeadMan' });

/** `POST /alerts/{id}/escalate`: climbs to the next rung now. */
export const escalateRequest = z.strictObject({ text: noteText(2000).min(1) });

export type AlertPolicyRequest = z.output<typeof alertPolicyRequest>;
export type HoldRequest = z.output<typeof holdRequest>;
export type AlertPolicyAnswer = z.infer<typeof alertPolicyAnswer>;
export type DutyRosterRequest = z.output<typeof dutyRosterRequest>;
export type DutyRosterAnswer = z.infer<typeof dutyRosterAnswer>;
export type DutyShift = z.infer<typeof shiftAnswer>;
export type DeadManAnswer = z.infer<typeof deadManAnswer>;
