import { createTransport } from 'nodemailer';
import type { ChannelTarget, SendOutcome } from '@parkpulse/application';
import { classOf, parseAddress } from '../outbound/address.js';
import type { Clearance } from '../outbound/outboundGuard.js';
import { renderText } from '../text/renderText.js';
import { TIMEOUT_MS } from '../http/postJson.js';
import type { Sender } from './sender.js';

const MOST_BYTES = 1_000_000;
const EXCERPT_LENGTH = 300;

type Judged = Omit<SendOutcome, 'milliseconds'>;

/**
 * E-mail, `smtp://user@host:587/?from=…&to=a@x,b@y` or `smtps://…`; the secret is the password. Beyond loopback plain SMTP
 * must turn to TLS. The text is plain, so nothing in it can act; the Message-ID is the delivery id.
 */
export const sendSmtp: Sender = async ({ clearance, target, message, context, delivery }) => {
  const { title, lines } = renderText(message, context, MOST_BYTES);
  const { searchParams } = clearance.url;
  const transport = createTransport(transportOptions(clearance, target));
  try {
    const info = await transport.sendMail({
      from: senderOf(clearance),
      to: [...recipientsOf(searchParams)],
      subject: oneLine(title),
      text: `${lines.join('\n')}\n`,
      messageId: `<${delivery.id}@${clearance.host}>`,
      headers: { 'X-Delivery-Id': delivery.id, 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const { response } = info as { readonly response?: string };
    return {
      kind: 'delivered',
      status: 250,
      code: null,
      excerpt: (response ?? '').slice(0, EXCERPT_LENGTH),
      retryAfterMs: null,
    };
  } catch (error) {
    return judgeFailure(error as SmtpFailure);
  } finally {
    transport.close();
  }
};

/** Who mail is for; empty when the URL names nobody. */
export function recipientsOf(parameters: URLSearchParams): readonly string[] {
  return (parameters.get('to') ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}

function senderOf({ url, host }: Clearance): string {
  return url.searchParams.get('from') ?? `parkpulse@${host}`;
}

function transportOptions({ url, host, port, address }: Clearance, { secret }: ChannelTarget) {
  const parsed = parseAddress(address);
  const isLocal = parsed !== null && classOf(parsed) === 'loopback';
  const isSecure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: address,
    port,
    secure: isSecure,
    requireTLS: !isSecure && !isLocal,
    ignoreTLS: !isSecure && isLocal,
    name: 'parkpulse',
    tls: { servername: host, minVersion: 'TLSv1.2' as const },
    ...(user === '' || secret === null ? {} : { auth: { user, pass: secret } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
  };
}

interface SmtpFailure extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

// A 5xx is for ever, a 4xx for now; a line that broke while the text was under way may have carried it over.
function judgeFailure({ code, command, responseCode, response, message }: SmtpFailure): Judged {
  const base = {
    status: responseCode ?? null,
    code: code ?? 'ERROR',
    excerpt: (response ?? message).slice(0, EXCERPT_LENGTH),
    retryAfterMs: null,
  };
  if (responseCode !== undefined) return { ...base, kind: responseCode >= 500 ? 'rejected' : 'retry' };
  if (code === 'EENVELOPE') return { ...base, kind: 'rejected' };
  return { ...base, kind: command === 'DATA' ? 'unknown' : 'retry' };
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
