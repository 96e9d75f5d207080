import { Controller } from '@nestjs/common';
import type { Silence } from '@parkpulse/domain';
import { addSilence, endSilence } from '@parkpulse/application';
import { pageQuery, toTimeText } from '@parkpulse/contracts';
import { isRefusal } from '../platform/refusalError.js';
import { AlertsDesk } from './alertsDesk.js';
import { silenceAnswer, silencePage, silenceRequest } from './alertsRequests.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/parks/:park/silences';
const list = call({
  method: 'GET',
  path: PATH,
  action: 'alert.read',
  tag: 'alerts',
  summary: 'Silences and maintenance windows in force or to come, with who, why and until when',
  query: pageQuery,
  answer: silencePage,
});
const add = call({
  method: 'POST',
  path: PATH,
  action: 'alert.act',
  tag: 'alerts',
  summary: 'Silence what a matcher speaks of for at most seven days, with a reason',
  body: silenceRequest,
  answer: silenceAnswer,
  status: 201,
});
const end = call({
  method: 'DELETE',
  path: `${PATH}/:id`,
  action: 'alert.act',
  tag: 'alerts',
  summary: 'End a silence now; what still fires is told again',
  status: 204,
});

@Controller()
export class AlertsSilencesController {
  constructor(private readonly desk: AlertsDesk) {}

  @Answers(list)
  async list(@Asked() { park, query }: AskOf<typeof list>) {
    const { alerts, clock } = this.desk.ports;
    return pageOf((await alerts.silences(park.id, clock.now())).map(toAnswer), query, ({ id }) => id);
  }

  @Answers(add)
  async add(@Asked() { actor, park, body }: AskOf<typeof add>) {
    const { from = null, ...rest } = body;
    const silence = await addSilence(this.desk.ports, actor, park.id, { ...rest, from });
    if (isRefusal(silence)) return silence;
    this.desk.ports.wake();
    return toAnswer(silence);
  }

  @Answers(end)
  async end(@Asked() { actor, park, params }: AskOf<typeof end>) {
    const refusal = await endSilence(this.desk.ports, actor, park.id, params['id'] ?? '');
    if (refusal === undefined) this.desk.ports.wake();
    return refusal;
  }
}

function toAnswer({ from, to, ...silence }: Silence) {
  return { ...silence, from: toTimeText(from), to: toTimeText(to) };
}
