import type { SendOutcome } from '@parkpulse/application';
import type { HttpAnswer } from './postJson.js';

/** A vendor's own word in the body of an answer: `0` is success. */
export interface VendorWord {
  readonly code: string;
  readonly text: string;
}

export interface VendorRules {
  /** Null when the body is not what the vendor answers with. */
  readonly wordOf: (body: unknown) => VendorWord | null;
  /** Codes that may pass: too fast, busy. */
  readonly passing: ReadonlyMap<string, number | null>;
  /** Codes that will not pass however often it is tried: signature, key, keyword, size. */
  readonly lasting: ReadonlySet<string>;
}

/** A code nobody knows is tried this often, so that one bad message does not hold its channel for a day. */
const MOST_TRIES_UNKNOWN = 5;
const EXCERPT_LENGTH = 300;

type Judged = Omit<SendOutcome, 'milliseconds'>;

/**
 * Judges an HTTP answer: 2xx is success where the vendor's own code says so too; 408, 429, 3xx, 5xx and lost connections
 * may pass, other 4xx will not.
 */
export function judgeAnswer(answer: HttpAnswer, attempt: number, vendor: VendorRules | null): Judged {
  if (answer.kind === 'unsent') return { ...EMPTY, kind: 'retry', code: answer.code };
  if (answer.kind === 'unanswered') return { ...EMPTY, kind: 'unknown', code: answer.code };
  const { status, body } = answer;
  const excerpt = body.slice(0, EXCERPT_LENGTH);
  const base = { ...EMPTY, status, excerpt, retryAfterMs: retryAfterMs(answer.retryAfter) };
  if (status >= 200 && status < 300)
    return vendor === null ? { ...base, kind: 'delivered' } : judgeVendor(base, body, attempt, vendor);
  const mayPass = status < 400 || status >= 500 || status === 408 || status === 429;
  return { ...base, kind: mayPass ? 'retry' : 'rejected', code: `HTTP_${status}` };
}

const EMPTY: Omit<Judged, 'kind'> = { status: null, code: null, excerpt: '', retryAfterMs: null };

function judgeVendor(base: Omit<Judged, 'kind'>, body: string, attempt: number, vendor: VendorRules): Judged {
  const word = vendor.wordOf(parse(body));
  if (word === null)
    return { ...base, kind: attempt >= MOST_TRIES_UNKNOWN ? 'rejected' : 'retry', code: 'BODY_INVALID' };
  const { code } = word;
  if (code === '0') return { ...base, kind: 'delivered', code };
  if (vendor.lasting.has(code)) return { ...base, kind: 'rejected', code };
  if (vendor.passing.has(code)) {
    return { ...base, kind: 'retry', code, retryAfterMs: vendor.passing.get(code) ?? base.retryAfterMs };
  }
  return { ...base, kind: attempt >= MOST_TRIES_UNKNOWN ? 'rejected' : 'retry', code };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

/** Reads a code under one of two names from a JSON object. */
export function wordUnder(codeName: string, textName: string): (body: unknown) => VendorWord | null {
  return (body) => {
    if (typeof body !== 'object' || body === null) return null;
    const fields = body as Readonly<Record<string, unknown>>;
    const [code, text] = [fields[codeName], fields[textName]];
    if (typeof code !== 'number' && typeof code !== 'string') return null;
    return { code: String(code), text: typeof text === 'string' ? text : '' };
  };
}

const LONGEST_WAIT_MS = 3_600_000;

/** Reads `Retry-After`, in seconds or as a date; null when it is absent or makes no sense. */
export function retryAfterMs(header: string | null, now = Date.now()): number | null {
  if (header === null) return null;
  const ms = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : null;
}
