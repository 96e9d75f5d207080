import type {
  ChannelFault,
  NotificationKind,
  ChannelTarget,
  DeliveryTag,
  Notifier,
  SendOutcome,
} from '@parkpulse/application';
import type { AlertMessage, MessageLanguage, Standard } from '@parkpulse/domain';
import { sendAlertmanager } from './channels/alertmanager.js';
import { sendDingtalk } from './channels/dingtalk.js';
import { sendFeishu } from './channels/feishu.js';
import type { Sender } from './channels/sender.js';
import { sendSms } from './channels/sms.js';
import { recipientsOf, sendSmtp } from './channels/smtp.js';
import { sendWebhook } from './channels/webhook.js';
import { sendWecom } from './channels/wecom.js';
import { judgeAnswer } from './http/judgeAnswer.js';
import { getStatus } from './http/postJson.js';
import { type GuardOptions, OutboundGuard } from './outbound/outboundGuard.js';

export interface NotifierOptions extends GuardOptions {
  readonly standard: Standard;
  readonly language?: MessageLanguage;
  /** Where people open ParkPulse; null: messages carry no links. */
  readonly publicUrl: string | null;
}

const SENDERS: Readonly<Record<NotificationKind, Sender>> = {
  webhook: sendWebhook,
  dingtalk: sendDingtalk,
  wecom: sendWecom,
  feishu: sendFeishu,
  smtp: sendSmtp,
  sms: sendSms,
  alertmanager: sendAlertmanager,
};

type Judged = Omit<SendOutcome, 'milliseconds'>;

/** Opens the notifier: every message passes the outbound guard, by each send anew. */
export function openNotifier(options: NotifierOptions): Notifier {
  const guard = new OutboundGuard(options);
  const base = options.publicUrl?.replace(/\/$/, '') ?? null;
  const context = {
    standard: options.standard,
    language: options.language ?? 'zh',
    linkOf: (alert: string) => (base === null ? null : `${base}/alerts/${alert}`),
  } as const;
  return {
    async send(target: ChannelTarget, message: AlertMessage, delivery: DeliveryTag): Promise<SendOutcome> {
      const started = performance.now();
      const judged = await attempt(guard, { target, message, delivery, context });
      return { ...redacted(judged, target), milliseconds: Math.round(performance.now() - started) };
    },
    checkUrl: (kind, url) => faultOf(guard, kind, url),
    ping: (url) => pingOnce(guard, url),
  };
}

async function attempt(
  guard: OutboundGuard,
  sending: Omit<Parameters<Sender>[0], 'clearance'>,
): Promise<Judged> {
  try {
    const { target } = sending;
    const outcome = await guard.check(target.url);
    if (outcome.kind === 'refused') return failed('rejected', 'URL_NOT_ALLOWED', outcome.why);
    if (outcome.kind === 'unresolved') return failed('retry', outcome.code, '');
    if (!fitsKind(target.kind, outcome.url)) return failed('rejected', 'URL_NOT_ALLOWED', 'scheme');
    return await SENDERS[target.kind]({ ...sending, clearance: outcome });
  } catch (error) {
    // A fault of ours must not stop the queue: it is tried again, and shown.
    return failed('retry', 'INTERNAL', error instanceof Error ? error.message : String(error));
  }
}

async function pingOnce(guard: OutboundGuard, url: string): Promise<SendOutcome> {
  const started = performance.now();
  const judged = await attemptPing(guard, url);
  // Such a URL is a secret, and an answer may repeat it: nothing of the answer is kept.
  return { ...judged, excerpt: '', milliseconds: Math.round(performance.now() - started) };
}

async function attemptPing(guard: OutboundGuard, url: string): Promise<Judged> {
  try {
    const outcome = await guard.check(url);
    if (outcome.kind === 'refused') return failed('rejected', 'URL_NOT_ALLOWED', outcome.why);
    if (outcome.kind === 'unresolved') return failed('retry', outcome.code, '');
    if (!fitsKind('webhook', outcome.url)) return failed('rejected', 'URL_NOT_ALLOWED', 'scheme');
    return judgeAnswer(await getStatus(outcome), 1, null);
  } catch {
    return failed('retry', 'INTERNAL', '');
  }
}

function failed(kind: Judged['kind'], code: string, excerpt: string): Judged {
  return { kind, status: null, code, excerpt, retryAfterMs: null };
}

async function faultOf(
  guard: OutboundGuard,
  kind: NotificationKind,
  url: string,
): Promise<ChannelFault | null> {
  const outcome = await guard.check(url);
  // A name that does not resolve now may later; it is checked again by every send.
  if (outcome.kind === 'refused') return NOT_ALLOWED;
  const parsed = new URL(url);
  if (!fitsKind(kind, parsed)) return NOT_ALLOWED;
  if (kind === 'smtp' && recipientsOf(parsed.searchParams).length === 0) return NO_RECIPIENT;
  if (kind === 'sms' && recipientsOf(parsed.searchParams).length === 0) return NO_RECIPIENT;
  return null;
}

const NOT_ALLOWED: ChannelFault = {
  code: 'URL_NOT_ALLOWED',
  zh: '该地址不在允许访问的名单中；请由管理员加入 PARKPULSE_OUTBOUND_ALLOW 或外发名单',
  en: 'The address is not among those that may be reached; an administrator must list it in PARKPULSE_OUTBOUND_ALLOW or the outbound list',
};
const NO_RECIPIENT: ChannelFault = {
  code: 'FIELD_INVALID',
  zh: 'URL 缺少收件人参数 to，例如 ?to=a@example.com',
  en: 'The URL names no recipient; add one, such as ?to=a@example.com',
};

function fitsKind(kind: NotificationKind, { protocol }: URL): boolean {
  const isMail = protocol === 'smtp:' || protocol === 'smtps:';
  return (kind === 'smtp') === isMail;
}

// What an answer repeats of the secret, or of the key in a URL, does not go into the delivery log.
function redacted(judged: Judged, { url, secret }: ChannelTarget): Judged {
  const hidden = [secret, ...secretsIn(url)].filter(
    (word): word is string => word !== null && word.length >= 4,
  );
  const excerpt = hidden.reduce((text, word) => text.replaceAll(word, '***'), judged.excerpt);
  return { ...judged, excerpt };
}

function secretsIn(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { searchParams, pathname } = new URL(url);
  const keys = ['access_token', 'key', 'token', 'secret'].flatMap((name) => searchParams.get(name) ?? []);
  const hook = /\/hook\/([\w-]{8,})/.exec(pathname)?.[1];
  return hook === undefined ? keys : [...keys, hook];
}
