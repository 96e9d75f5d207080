import * as z from 'zod';
import { ALERT_RULE_IDS } from '@parkpulse/domain';
import { holdRequest } from './alertSettings.js';
import { instant } from './requestFields.js';
import { checkRuleThresholds, ruleThresholds } from './thresholdSettings.js';

/** `POST /parks/{park}/alert-rules/backtest`: what a rule would have told with other holds or thresholds. */
export const backtestRequest = z
  .strictObject({
    rule: z.enum(ALERT_RULE_IDS),
    /** The holds to try; absent parts are those in force. */
    hold: holdRequest.default({}),
    /** The thresholds of the rule to try, by name; absent: those in force. */
    thresholds: ruleThresholds.exactOptional(),
    from: instant,
    to: instant,
  })
  .superRefine(({ rule, thresholds }, context) => {
    if (thresholds !== undefined) checkRuleThresholds(rule, thresholds, context);
  });

export type BacktestRequest = z.output<typeof backtestRequest>;
