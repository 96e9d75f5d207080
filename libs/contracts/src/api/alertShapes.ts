import * as z from 'zod';
import { ALERT_RULE_IDS, MESSAGE_KINDS, THRESHOLD_UNITS } from '@parkpulse/domain';
import { alert } from './operationShapes.js';
import { bilingual, cause, indicatorId, pageOf, severity, timeString } from './primitives.js';

/** What the duty desk reads about alerts beyond the list: rules, back-tests, figures, the delivery log. */

const ruleId = z.enum(ALERT_RULE_IDS);
const hold = z.object({
  forSeconds: z.number(),
  recoverForSeconds: z.number(),
  keepFiringSeconds: z.number(),
  noData: z.enum(['alert', 'keepLast', 'ok']),
  error: z.enum(['alert', 'keepLast', 'ok']),
});

const threshold = z.object({
  name: z.string(),
  label: bilingual,
  unit: z.enum(THRESHOLD_UNITS),
  value: z.number(),
  default: z.number(),
  least: z.number(),
  most: z.number(),
  step: z.number(),
});

export const alertRule = z
  .object({
    id: ruleId,
    name: bilingual,
    audience: z.enum(['desk', 'operations']),
    /** When it fires, with its thresholds, and how severe that is. */
    condition: bilingual,
    severities: bilingual,
    /** The figures of the condition that can be set, as they are in force; a value is a multiple of `step`. */
    thresholds: z.array(threshold).readonly(),
    defaults: hold,
    hold,
    /** The park has set some of it otherwise than the default. */
    isChanged: z.boolean(),
    /** It can be tried on the past. */
    isReplayable: z.boolean(),
  })
  .meta({ id: 'AlertRule' });
export const alertRulePage = pageOf(alertRule);

const wouldFire = z.object({
  indicator: indicatorId.nullable(),
  scope: z.string(),
  severity,
  firedAt: timeString,
  /** Null: still open at the end of the span. */
  resolvedAt: timeString.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
const outcome = z.object({
  fired: z.number(),
  /** A key that fired again within an hour. */
  chattering: z.number(),
  /** Of those that ended, how long half of them lasted, in seconds. */
  medianSeconds: z.number().nullable(),
  alerts: z.array(wouldFire).readonly(),
});

export const backtestAnswer = z
  .object({
    rule: ruleId,
    from: timeString,
    to: timeString,
    tried: outcome,
    inForce: outcome,
    hold,
    /** Alerts named one by one; more are counted only. */
    listed: z.number(),
    /** Seconds between two looks where the rule follows a rate; 0: every change is looked at. */
    stepSeconds: z.number(),
    note: bilingual,
  })
  .meta({ id: 'AlertBacktest' });

const counted = z.object({ fired: z.number(), alarms: z.number() });
const spanFigures = {
  fired: z.number(),
  resolved: z.number(),
  open: z.number(),
  acknowledged: z.number(),
  /** Mean seconds from firing to the first acknowledgement, and to the end; null when there is none. */
  mttaSeconds: z.number().nullable(),
  mttrSeconds: z.number().nullable(),
  /** Of the alerts with a ladder, those acknowledged, or over, before its first rung. */
  inTime: z.object({ of: z.number(), acknowledged: z.number() }),
};

export const alertFigures = z
  .object({
    from: timeString,
    to: timeString,
    ...spanFigures,
    /** More alerts fired than are read for one answer. */
    isPartial: z.boolean(),
    bySeverity: z.object({ alarm: z.number(), warning: z.number(), reminder: z.number() }),
    byRule: z.array(counted.extend({ rule: ruleId })).readonly(),
    byCause: z.array(counted.extend({ cause: cause.nullable() })).readonly(),
    /** Alerts fired per local hour of the day, 0 to 23. */
    byHour: z.array(z.number()).readonly(),
    byDay: z
      .array(z.object({ day: z.string(), alarm: z.number(), warning: z.number(), reminder: z.number() }))
      .readonly(),
    noisiest: z
      .array(
        z.object({
          rule: ruleId,
          indicator: indicatorId.nullable(),
          scope: z.string(),
          fired: z.number(),
          /** Times it fired again within an hour of its end. */
          again: z.number(),
          lastAt: timeString,
          lastId: z.string(),
        }),
      )
      .readonly(),
    /** Most alerts in any ten minutes, and the mean per hour: above 10 and 6 nobody can keep up. */
    peakPerTenMinutes: z.number(),
    perHour: z.number(),
    /** Open for more than a day. */
    persistent: z.number(),
    deliveries: z.object({
      delivered: z.number(),
      failed: z.number(),
      waiting: z.number(),
      /** From being decided to being handed over, in milliseconds. */
      medianMs: z.number().nullable(),
      p95Ms: z.number().nullable(),
    }),
  })
  .meta({ id: 'AlertFigures' });

const attempt = z.object({
  attempt: z.number(),
  at: timeString,
  outcome: z.enum(['delivered', 'retry', 'rejected', 'unknown']),
  status: z.number().nullable(),
  code: z.string().nullable(),
  excerpt: z.string(),
  milliseconds: z.number(),
});

export const alertMessage = z
  .object({
    id: z.string(),
    channel: z.object({ id: z.string(), name: z.string(), kind: z.string(), isRemoved: z.boolean() }),
    /** Why it was sent. */
    kind: z.enum(MESSAGE_KINDS),
    state: z.enum(['waiting', 'delivered', 'failed', 'merged']),
    step: z.number(),
    /** How many alerts it tells of. */
    alerts: z.number(),
    createdAt: timeString,
    settledAt: timeString.nullable(),
    attempts: z.array(attempt).readonly(),
  })
  .meta({ id: 'AlertMessage' });

/** One alert with all that happened to it, every message about it, and what it was caused by or caused itself. */
export const alertDetail = alert
  .extend({
    events: z.array(z.object({ kind: z.string(), at: timeString }).loose()).readonly(),
    messages: z.array(alertMessage).readonly(),
    /** What caused it, then what it caused itself. */
    related: z.array(alert).readonly(),
  })
  .meta({ id: 'AlertDetail' });

export type AlertRuleAnswer = z.infer<typeof alertRule>;
export type BacktestAnswer = z.infer<typeof backtestAnswer>;
export type BacktestOutcome = z.infer<typeof outcome>;
export type AlertFigures = z.infer<typeof alertFigures>;
export type AlertMessageAnswer = z.infer<typeof alertMessage>;
export type AlertDetailAnswer = z.infer<typeof alertDetail>;
export type HoldAnswer = z.infer<typeof hold>;
