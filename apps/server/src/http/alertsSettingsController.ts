import { Controller } from '@nestjs/common';
import {
  alertFiguresOf,
  alertPolicyOf,
  alertRulesOf,
  backtest,
  putAlertPolicy,
  refused,
} from '@parkpulse/application';
import {
  alertFigures,
  alertPolicyAnswer,
  alertPolicyRequest,
  alertRulePage,
  backtestAnswer,
  backtestRequest,
  spanQuery,
} from '@parkpulse/contracts';
import { AttemptLimit } from '../auth/attemptLimit.js';
import { System } from '../composition/system.js';
import { RefusalError, isRefusal } from '../platform/refusalError.js';
import { AlertsDesk } from './alertsDesk.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const PARK = '/api/v1/parks/:park';
const policy = call({
  method: 'GET',
  path: `${PARK}/alert-policy`,
  action: 'alert.read',
  tag: 'alerts',
  summary: 'How a park is told of alerts: waits, repeats, ladder, quiet hours, storm limits, holds of rules',
  answer: alertPolicyAnswer,
});
const setPolicy = call({
  method: 'PUT',
  path: `${PARK}/alert-policy`,
  action: 'alertPolicy.change',
  tag: 'alerts',
  summary: 'Set how a park is told of alerts, from now on; absent parts take the defaults',
  body: alertPolicyRequest,
  answer: alertPolicyAnswer,
});
const rules = call({
  method: 'GET',
  path: `${PARK}/alert-rules`,
  action: 'alert.read',
  tag: 'alerts',
  summary: 'The alert rules in words, with their thresholds and the holds in force',
  answer: alertRulePage,
});
const tryOut = call({
  method: 'POST',
  path: `${PARK}/alert-rules/backtest`,
  action: 'alert.act',
  tag: 'alerts',
  summary: 'What a rule would have told in a past span with other holds; raises nothing',
  body: backtestRequest,
  answer: backtestAnswer,
  status: 200,
});
const analytics = call({
  method: 'GET',
  path: `${PARK}/alerts/analytics`,
  action: 'alert.read',
  tag: 'alerts',
  summary:
    'Alerts of a span in figures: counts, time to acknowledge and to recover, the noisiest, deliveries',
  query: spanQuery,
  answer: alertFigures,
});

const TRIES_PER_MINUTE = 6;

@Controller()
export class AlertsSettingsController {
  private readonly tries = new AttemptLimit(TRIES_PER_MINUTE, 60_000);

  constructor(
    private readonly desk: AlertsDesk,
    private readonly system: System,
  ) {}

  @Answers(policy)
  policy(@Asked() { park }: AskOf<typeof policy>) {
    return alertPolicyOf(this.desk.ports, park);
  }

  @Answers(setPolicy)
  async setPolicy(@Asked() { actor, park, body }: AskOf<typeof setPolicy>) {
    const answer = await putAlertPolicy(this.desk.ports, actor, park, body);
    if (!isRefusal(answer)) this.desk.ports.wake();
    return answer;
  }

  @Answers(rules)
  async rules(@Asked() { park }: AskOf<typeof rules>) {
    const found = await alertRulesOf(this.desk.ports.alertSettings, park.id);
    return isRefusal(found) ? found : { items: found, next: null };
  }

  @Answers(tryOut)
  tryOut(@Asked() { park, body }: AskOf<typeof tryOut>) {
    const wait = this.tries.take(park.id, performance.now());
    if (wait > 0) {
      const headers = { 'Retry-After': String(Math.ceil(wait / 1000)) };
      throw new RefusalError(refused('RATE_LIMITED'), { headers });
    }
    return backtest(this.desk.ports, this.system.rules, park, body);
  }

  @Answers(analytics)
  analytics(@Asked() { park, query }: AskOf<typeof analytics>) {
    return alertFiguresOf(this.desk.ports, park, query);
  }
}
