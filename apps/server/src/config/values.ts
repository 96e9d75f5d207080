import { isIP } from 'node:net';
import { DEFAULT_MESSAGE_DAYS } from '@parkpulse/application';
import { z } from 'zod';

/** Passwords shorter than this are refused wherever one is set (ASVS 6.2.1). */
export const PASSWORD_MIN_LENGTH = 12;
const PASSWORD_MAX_LENGTH = 1000;
/** Passwords that stand in examples and guess lists and are long enough to pass otherwise. */
const SAMPLE_PASSWORDS = new Set([
  'change-me-please',
  'changemechangeme',
  'password1234',
  'passwordpassword',
  'administrator',
  'admin1234567',
  'adminadminadmin',
  '123456789012',
  'qwertyuiop12',
]);

const HOST_NAME = /^(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.?$/;

export const hostName = z
  .string()
  .refine(isHost, 'use an address or a host name, such as 127.0.0.1 or 0.0.0.0');

export const portNumber = z
  .string()
  .refine(isPort, 'use a whole number from 0 to 65535 (0 takes a free port)')
  .transform(Number);

const [LEAST_MESSAGE_DAYS, MOST_MESSAGE_DAYS] = [30, 3650];

/** For how many days told messages are kept. */
export const messageDays = z
  .string()
  .refine(isMessageDays, `use a whole number from ${LEAST_MESSAGE_DAYS} to ${MOST_MESSAGE_DAYS}`)
  .transform(Number)
  .default(DEFAULT_MESSAGE_DAYS);

export const switchWord = z
  .string()
  .toLowerCase()
  .refine((word) => ['on', 'off', 'true', 'false', '1', '0'].includes(word), 'use "on" or "off"')
  .transform((word) => ['on', 'true', '1'].includes(word));

export const password = z
  .string()
  .refine((text) => [...text].length >= PASSWORD_MIN_LENGTH, `use at least ${PASSWORD_MIN_LENGTH} characters`)
  .refine((text) => text.length <= PASSWORD_MAX_LENGTH, `use at most ${PASSWORD_MAX_LENGTH} characters`)
  .refine(
    (text) => !SAMPLE_PASSWORDS.has(text.toLowerCase()),
    'use a password of your own, not one from an example',
  );

export const timeZone = z.string().refine(isTimeZone, 'use an IANA time zone, such as Asia/Shanghai');

export const brokerList = list(isHostAndPort, 'use host:port, separated by commas');
export const outboundList = list(
  isReachable,
  'use host:port, an address or a CIDR range, separated by commas',
);

/** A text in PEM that holds something of this kind. */
export function pem(kind: 'CERTIFICATE' | 'PRIVATE KEY') {
  const begin = new RegExp(`-----BEGIN (?:[A-Z]+ )?${kind}-----`);
  return z.string().regex(begin, `use a text in PEM with "BEGIN ${kind}", or name its file by …_FILE`);
}

/** One of some words, whatever their case. */
export function words<const Word extends string>(...allowed: readonly Word[]) {
  return z
    .string()
    .toLowerCase()
    .refine((text): text is Word => allowed.some((word) => word === text), `use one of ${allowed.join(', ')}`)
    .transform((text) => text);
}

/** A URL of one of these schemes. */
export function url(schemes: readonly string[]) {
  const fix = `use a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`;
  return z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), fix);
}

function list(isEntry: (entry: string) => boolean, fix: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isEntry), fix);
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || HOST_NAME.test(text);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function isHostAndPort(entry: string): boolean {
  const colon = entry.lastIndexOf(':');
  if (colon < 1 || !isPort(entry.slice(colon + 1)) || Number(entry.slice(colon + 1)) === 0) return false;
  return isHost(entry.slice(0, colon).replace(/^\[(.*)\]$/, '$1'));
}

function isReachable(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  if (bits === undefined) return isHostAndPort(entry) || isHost(entry);
  const widest = isIP(address) === 6 ? 128 : 32;
  return rest.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= widest;
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function isMessageDays(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= LEAST_MESSAGE_DAYS && Number(text) <= MOST_MESSAGE_DAYS;
}
