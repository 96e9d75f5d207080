import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';

const LEVEL_NAMES: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
const OWN_FIELDS = new Set(['level', 'time', 'msg', 'err']);

/** Log lines are JSON for machines; on a terminal they are plain text. Secrets never reach a line. */
export function createLogger(level: string, terminal: boolean): Logger {
  const options = {
    level,
    base: null,
    serializers: { err: errorFields },
    redact: {
      paths: ['password', 'token', 'secret', '*.password', '*.token', '*.secret'],
      censor: '[redacted]',
    },
  };
  return terminal ? pino(options, plainText(process.stdout)) : pino(options);
}

/** What a line tells of an error; driver errors carry whole connections, which belong in no log. */
function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as NodeJS.ErrnoException;
  return { name, message, code, stack, ...(cause === undefined ? {} : { cause: errorFields(cause) }) };
}

function plainText(out: NodeJS.WritableStream): DestinationStream {
  return {
    write(line: string) {
      out.write(toPlainLine(JSON.parse(line) as Record<string, unknown>));
    },
  };
}

function toPlainLine(entry: Record<string, unknown>): string {
  const clock = new Date(Number(entry['time'])).toTimeString().slice(0, 8);
  const level = LEVEL_NAMES[Number(entry['level'])] ?? '';
  const fields = Object.entries(entry)
    .filter(([key]) => !OWN_FIELDS.has(key))
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
  const { stack, message } = (entry['err'] ?? {}) as { stack?: string; message?: string };
  const trace = stack ?? message;
  return `${clock} ${level.padEnd(5)} ${typeof entry['msg'] === 'string' ? entry['msg'] : ''}${fields}\n${trace === undefined ? '' : `${trace}\n`}`;
}

/** Lets Nest write to the same log; what it tells of its own start-up is of no use to an operator. */
export function nestLogger(logger: Logger): LoggerService {
  const say = (level: 'debug' | 'warn' | 'error') => (message: unknown, context?: unknown) =>
    logger[level]({ context: typeof context === 'string' ? context : undefined }, messageOf(message));
  return {
    log: say('debug'),
    debug: say('debug'),
    verbose: say('debug'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('error'),
  };
}

function messageOf(message: unknown): string {
  if (message instanceof Error) return message.stack ?? message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
