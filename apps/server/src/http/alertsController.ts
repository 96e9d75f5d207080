import { Controller } from '@nestjs/common';
import { type AlertAct, type AlertPhase } from '@parkpulse/domain';
import {
  type AlertFilter,
  type AlertRecord,
  type MessageRecord,
  actOnAlert,
  alertAnswer,
  alertAnswerFor,
  alertFor,
  escalateAlert,
  resendMessage,
} from '@parkpulse/application';
import {
  ackRequest,
  alert,
  alertDetail,
  alertPage,
  alertQuery,
  commentRequest,
  escalateRequest,
  shelveRequest,
  toTimeText,
} from '@parkpulse/contracts';
import { isRefusal } from '../platform/refusalError.js';
import { AlertsDesk } from './alertsDesk.js';
import { acceptRequest, assignRequest } from './alertsRequests.js';
import { Answers, type Ask, type AskOf, Asked, call } from './call.js';
import { DEFAULT_LIMIT, readCursor, writeCursor } from './paging.js';

const list = call({
  method: 'GET',
  path: '/api/v1/parks/:park/alerts',
  action: 'alert.list',
  tag: 'alerts',
  summary: 'List alerts of a park, and those on the system itself, newest first',
  query: alertQuery,
  answer: alertPage,
});
const detail = call({
  method: 'GET',
  path: '/api/v1/alerts/:id',
  action: 'alert.read',
  tag: 'alerts',
  summary: 'One alert with all that happened to it, every message about it, and what it caused',
  answer: alertDetail,
});
const act = <Body extends Parameters<typeof call>[0]['body']>(verb: string, summary: string, body: Body) =>
  call({
    method: 'POST',
    path: `/api/v1/alerts/:id/${verb}`,
    action: 'alert.act',
    tag: 'alerts',
    summary,
    body,
    answer: alert,
    status: 200,
  });
const acknowledge = act('ack', 'Acknowledge: escalation stops, nothing else', ackRequest);
const comment = act('comment', 'Say something about an alert, also when it is over', commentRequest);
const shelve = act('shelve', 'Mute one alert for at most eight hours, with a reason', shelveRequest);
const assign = act('assign', 'Say whose it is', assignRequest);
const accept = act('accept', 'Take what is as the new normal and end the alert', acceptRequest);
const escalate = call({
  method: 'POST',
  path: '/api/v1/alerts/:id/escalate',
  action: 'park.escalate',
  tag: 'alerts',
  summary: 'Climb to the next rung of the ladder now, with a reason',
  body: escalateRequest,
  answer: alert,
  status: 200,
});
const resend = call({
  method: 'POST',
  path: '/api/v1/alerts/:id/deliveries/:delivery/resend',
  action: 'alert.act',
  tag: 'alerts',
  summary: 'Send a message that failed again, under the same delivery id',
  answer: alert,
  status: 200,
});

/** The states an open alert may be in; `resolved` must be asked for. */
const OPEN: readonly AlertPhase[] = ['pending', 'firing', 'recovering'];

@Controller()
export class AlertsController {
  constructor(private readonly desk: AlertsDesk) {}

  @Answers(list)
  async list(@Asked() { actor, park, query }: AskOf<typeof list>) {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const filter = filterOf(park.id, query);
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const records = await this.desk.ports.alerts.alerts(filter, { limit: limit + 1, after });
    const page = records.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((record) => alertAnswerFor(actor, record, park.id)),
      next: last === undefined || records.length <= limit ? null : writeCursor(last.id),
    };
  }

  @Answers(detail)
  async detail(@Asked() { actor, params }: AskOf<typeof detail>) {
    const { alerts } = this.desk.ports;
    const id = params['id'] ?? '';
    const record = await alertFor(alerts, actor, id);
    if (isRefusal(record)) return record;
    const [events, messages, related] = await Promise.all([
      alerts.events(id),
      this.desk.ports.alertHistory.messages(id),
      this.related(record),
    ]);
    return {
      ...toAnswer(record),
      events: events.map(({ alert: _alert, at, ...event }) => ({ ...event, at: toTimeText(at) })),
      messages: messages.map(messageAnswer),
      related: related.map(toAnswer),
    };
  }

  @Answers(acknowledge)
  acknowledge(@Asked() asked: AskOf<typeof acknowledge>) {
    return this.act(asked, { kind: 'acknowledge', text: asked.body.text ?? null });
  }

  @Answers(comment)
  comment(@Asked() asked: AskOf<typeof comment>) {
    return this.act(asked, { kind: 'comment', text: asked.body.text });
  }

  @Answers(shelve)
  shelve(@Asked() asked: AskOf<typeof shelve>) {
    return this.act(asked, { kind: 'shelve', ...asked.body });
  }

  @Answers(assign)
  assign(@Asked() asked: AskOf<typeof assign>) {
    return this.act(asked, { kind: 'assign', to: asked.body.to });
  }

  @Answers(accept)
  accept(@Asked() asked: AskOf<typeof accept>) {
    return this.act(asked, { kind: 'accept', text: asked.body.text });
  }

  @Answers(escalate)
  async escalate(@Asked() { actor, params, body }: AskOf<typeof escalate>) {
    const record = await escalateAlert(this.desk.ports, actor, params['id'] ?? '', body.text);
    if (isRefusal(record)) return record;
    this.desk.ports.wake();
    return toAnswer(record);
  }

  @Answers(resend)
  async resend(@Asked() { actor, params }: AskOf<typeof resend>) {
    const { id = '', delivery = '' } = params;
    const record = await resendMessage(this.desk.ports, actor, id, delivery);
    return isRefusal(record) ? record : toAnswer(record);
  }

  // What caused it, then what it caused itself.
  private async related({ id, root }: AlertRecord): Promise<readonly AlertRecord[]> {
    const { alerts, alertHistory } = this.desk.ports;
    const cause = root === null ? null : await alerts.alert(root);
    return [...(cause === null ? [] : [cause]), ...(await alertHistory.causedBy(id))];
  }

  private async act({ actor, params }: Pick<Ask, 'actor' | 'params'>, wanted: AlertAct) {
    const record = await actOnAlert(this.desk.ports, actor, params['id'] ?? '', wanted);
    if (isRefusal(record)) return record;
    this.desk.ports.wake();
    return toAnswer(record);
  }
}

function filterOf(park: string, query: AskOf<typeof list>['query']): AlertFilter {
  const { state, severity = null, rule = null, indicator = null, from = null, to = null } = query;
  const states = state === undefined ? [...OPEN, 'resolved' as const] : [state];
  return { park, states, severity, rule, indicator, from, to };
}

function toAnswer(record: AlertRecord) {
  return alertAnswer(record, record.park ?? 'system');
}

function messageAnswer({ attempts, createdAt, settledAt, ...message }: MessageRecord) {
  return {
    ...message,
    createdAt: toTimeText(createdAt),
    settledAt: settledAt === null ? null : toTimeText(settledAt),
    attempts: attempts.map(({ attempt, at, kind, status, code, excerpt, milliseconds }) => ({
      attempt,
      at: toTimeText(at),
      outcome: kind,
      status,
      code,
      excerpt,
      milliseconds,
    })),
  };
}
