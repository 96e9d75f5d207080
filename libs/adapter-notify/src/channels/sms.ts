import { type AlertMessage, localTime } from '@parkpulse/domain';
import { type VendorRules, judgeAnswer, wordUnder } from '../http/judgeAnswer.js';
import { postJson } from '../http/postJson.js';
import type { Sender } from './sender.js';

const GATEWAY: VendorRules = {
  // A gateway that says nothing of its own is believed by its HTTP status.
  wordOf: (body) =>
    wordUnder('code', 'message')(body) ?? wordUnder('errcode', 'errmsg')(body) ?? { code: '0', text: '' },
  passing: new Map(),
  lasting: new Set(),
};

/**
 * A text message through an HTTP gateway of the park: `to` (numbers, separated by commas) and `template` are parameters of
 * the channel's URL, the secret is the bearer token. The parameters fit an approved template: park, what, from, to, time;
 * `id` lets a gateway drop copies, since text messages are not idempotent.
 */
export const sendSms: Sender = async ({ clearance, target, message, delivery }) => {
  const { url } = clearance;
  const phones = (url.searchParams.get('to') ?? '').split(',').filter((phone) => phone !== '');
  const body = JSON.stringify({
    id: delivery.id,
    phones,
    template: url.searchParams.get('template'),
    params: parametersOf(message),
  });
  const headers = {
    'X-Delivery-Id': delivery.id,
    ...(target.secret === null ? {} : { authorization: `Bearer ${target.secret}` }),
  };
  const answer = await postJson({ clearance, path: url.pathname, headers, body });
  return judgeAnswer(answer, delivery.attempt, GATEWAY);
};

function parametersOf(message: AlertMessage) {
  const told = message.lines.filter(({ status }) => status !== 'context');
  const head = { park: message.park?.name ?? 'ParkPulse', severity: message.severity };
  const [first] = told;
  const { silence } = message;
  if (silence !== undefined) {
    const [to, time] = [silence.to, message.at].map((at) => localTime(at, message.zone));
    return { ...head, what: silence.kind, from: silence.by, to, time };
  }
  if (first === undefined) {
    return { ...head, what: message.kind, from: '-', to: '-', time: localTime(message.at, message.zone) };
  }
  const { key, evidence, since } = first;
  const what = key.indicator ?? key.rule;
  return {
    ...head,
    what: told.length > 1 ? `${what}+${told.length - 1}` : what,
    from: evidence.from ?? '-',
    to: evidence.to ?? '-',
    time: localTime(since, message.zone),
  };
}
