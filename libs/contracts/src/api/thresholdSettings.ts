import * as z from 'zod';
import {
  ALERT_RULE_IDS,
  type AlertRuleId,
  type ThresholdFault,
  type ThresholdSettings,
  thresholdFaults,
} from '@parkpulse/domain';
import type { Bilingual } from '../bilingual.js';
import { reportFault } from './parseRequest.js';

/** The thresholds of one rule by name, each in its own unit. */
export const ruleThresholds = z.record(z.string(), z.number());

/** What a park sets otherwise than the defaults; `GET /parks/{park}/alert-rules` lists the thresholds with their bounds. */
export const thresholdSettings = z.partialRecord(z.enum(ALERT_RULE_IDS), ruleThresholds);

const WORDS: Readonly<Record<ThresholdFault['kind'], (fault: ThresholdFault) => Bilingual>> = {
  unknown: () => ({ zh: '没有这个阈值', en: 'there is no such threshold' }),
  bounds: ({ threshold }) => ({
    zh: `须为 ${threshold?.least} 至 ${threshold?.most} 之间 ${threshold?.step} 的整数倍`,
    en: `must be a multiple of ${threshold?.step} from ${threshold?.least} to ${threshold?.most}`,
  }),
  order: () => ({ zh: '各级阈值的次序不对', en: 'the stages of the rule are out of order' }),
};

/** Reports thresholds that do not exist (`UNKNOWN_FIELD`), are out of bounds or out of order (`OUT_OF_RANGE`). */
export function checkThresholds(settings: ThresholdSettings, context: z.core.$RefinementCtx): void {
  for (const fault of thresholdFaults(settings)) report(fault, [fault.rule, fault.name], context);
}

/** As `checkThresholds`, for the thresholds of one rule. */
export function checkRuleThresholds(
  rule: AlertRuleId,
  values: Readonly<Record<string, number>>,
  context: z.core.$RefinementCtx,
): void {
  for (const fault of thresholdFaults({ [rule]: values })) report(fault, ['thresholds', fault.name], context);
}

function report(fault: ThresholdFault, path: readonly string[], context: z.core.$RefinementCtx): void {
  reportFault(
    context,
    fault.kind === 'unknown' ? 'UNKNOWN_FIELD' : 'OUT_OF_RANGE',
    WORDS[fault.kind](fault),
    path,
  );
}
