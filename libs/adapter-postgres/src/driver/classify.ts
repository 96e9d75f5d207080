/**
 * What a failed statement means for the one who sent it: `data` (SQLSTATE 22, 23, and 54 for what is too long for an index:
 * the record is at fault, sending it again cannot help), `conflict` (40: run the same transaction again), `broken` (the database or the way to it: pause and
 * retry for ever), `unknown` (anything else: pause loudly and retry, never skip).
 */
export type Fault = 'data' | 'conflict' | 'broken' | 'unknown';

const DATA_CLASSES = new Set(['22', '23', '54']);
const BROKEN_CLASSES = new Set(['08', '25', '53', '55', '57', '58', '3D', '28', 'F0', 'XX']);
const BROKEN_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const BROKEN_MESSAGES = /timeout|terminated|not queryable|closed the connection|Connection ended/i;

/** Tells data faults from a broken database (reliability, decision 5). */
export function classify(error: unknown): Fault {
  const code = codeOf(error);
  if (isSqlState(code)) {
    const group = code.slice(0, 2);
    if (DATA_CLASSES.has(group)) return 'data';
    if (group === '40') return 'conflict';
    return BROKEN_CLASSES.has(group) ? 'broken' : 'unknown';
  }
  if (BROKEN_CODES.has(code)) return 'broken';
  return error instanceof Error && BROKEN_MESSAGES.test(error.message) ? 'broken' : 'unknown';
}

/**
 * Whether the database refused a value for what it is: its characters, size or range. The other faults of data (a key used
 * twice, a column left out) can only be ours here, and must not be blamed on the sender.
 */
export function isRefusedValue(error: unknown): boolean {
  return classify(error) === 'data' && /^(22|54|23514)/.test(codeOf(error));
}

/** The SQLSTATE or system code of an error, `UNKNOWN` when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'UNKNOWN';
  return typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

/** Whether the server itself answered with this error, so that the connection is still sound. */
export function isServerAnswer(error: unknown): boolean {
  return isSqlState(codeOf(error));
}

// Every SQLSTATE has a digit, which tells it from EPIPE and its like.
function isSqlState(code: string): boolean {
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
}
