import { Controller } from '@nestjs/common';
import {
  type ChannelRecord,
  addChannel,
  actorName,
  maskUrl,
  refused,
  removeChannel,
  testChannel,
} from '@parkpulse/application';
import {
  channel,
  channelPage,
  channelRequest,
  channelTest,
  pageQuery,
  toTimeText,
} from '@parkpulse/contracts';
import { AttemptLimit } from '../auth/attemptLimit.js';
import { RefusalError, isRefusal } from '../platform/refusalError.js';
import { AlertsDesk } from './alertsDesk.js';
import { outboundAnswer, outboundRequest } from './alertsRequests.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/channels';
const list = call({
  method: 'GET',
  path: PATH,
  action: 'channel.read',
  tag: 'channels',
  summary: 'List notification channels; secrets are never shown',
  query: pageQuery,
  answer: channelPage,
});
const add = call({
  method: 'POST',
  path: PATH,
  action: 'channel.change',
  tag: 'channels',
  summary: 'Add a notification channel that an allowed address leads to',
  body: channelRequest,
  answer: channel,
  status: 201,
});
const remove = call({
  method: 'DELETE',
  path: `${PATH}/:id`,
  action: 'channel.change',
  tag: 'channels',
  summary: 'Take a channel away with what waits for it',
  status: 204,
});
const test = call({
  method: 'POST',
  path: `${PATH}/:id/test`,
  action: 'channel.change',
  tag: 'channels',
  summary: 'Send a trial message and give the receiver’s own answer',
  answer: channelTest,
  status: 200,
});
const allowed = call({
  method: 'GET',
  path: '/api/v1/outbound-allow',
  action: 'channel.read',
  tag: 'channels',
  summary: 'Hosts that notifications may reach besides those of PARKPULSE_OUTBOUND_ALLOW',
  answer: outboundAnswer,
});
const allow = call({
  method: 'PUT',
  path: '/api/v1/outbound-allow',
  action: 'channel.change',
  tag: 'channels',
  summary: 'Set the hosts that notifications may reach: host, host:port or CIDR',
  body: outboundRequest,
  answer: outboundAnswer,
});

const TESTS_PER_MINUTE = 3;

@Controller()
export class ChannelsController {
  private readonly tests = new AttemptLimit(TESTS_PER_MINUTE, 60_000);

  constructor(private readonly desk: AlertsDesk) {}

  @Answers(list)
  async list(@Asked() { query }: AskOf<typeof list>) {
    const channels = await this.desk.ports.channels.channels();
    return pageOf(channels.map(toAnswer), query, ({ id }) => id);
  }

  @Answers(add)
  async add(@Asked() { actor, body }: AskOf<typeof add>) {
    const { ports } = this.desk;
    const { secret = null, park = null, minSeverity = null, step = null, audience = null, ...rest } = body;
    const asked = { ...rest, secret, park, minSeverity, step, audience };
    const record = await addChannel(ports, ports.read, actor, asked);
    return isRefusal(record) ? record : toAnswer(record);
  }

  @Answers(remove)
  remove(@Asked() { actor, params }: AskOf<typeof remove>) {
    return removeChannel(this.desk.ports, actor, params['id'] ?? '');
  }

  @Answers(test)
  async test(@Asked() { actor, params }: AskOf<typeof test>) {
    const wait = this.tests.take(params['id'] ?? '', performance.now());
    if (wait > 0) {
      const headers = { 'Retry-After': String(Math.ceil(wait / 1000)) };
      throw new RefusalError(refused('RATE_LIMITED'), { headers });
    }
    const outcome = await testChannel(this.desk.ports, actor, params['id'] ?? '');
    if (isRefusal(outcome)) return outcome;
    const { kind, status, code, excerpt, milliseconds } = outcome;
    return {
      delivered: kind === 'delivered',
      code,
      detail: excerpt === '' ? null : excerpt,
      status,
      milliseconds,
    };
  }

  @Answers(allowed)
  async allowed() {
    return { entries: await this.desk.ports.channels.outboundAllow() };
  }

  @Answers(allow)
  async allow(@Asked() { actor, body }: AskOf<typeof allow>) {
    const { channels, clock, identity } = this.desk.ports;
    const [by, at] = [actorName(actor), clock.now()];
    await channels.setOutboundAllow(body.entries, by, at);
    await identity.audit({ at, actor: by, action: 'outbound.allowed', park: null, detail: body });
    return { entries: await channels.outboundAllow() };
  }
}

function toAnswer({ createdAt, step, audience, createdBy, url, ...record }: ChannelRecord) {
  return { ...record, url: maskUrl(url), step, audience, createdBy, createdAt: toTimeText(createdAt) };
}
