import kafkajs, { type LogEntry } from 'kafkajs';
import type { KafkaLogLine } from '../options.js';

const { logLevel } = kafkajs;

/** While something is wrong the client says so many times a second; one line in this time is enough. */
const INTERVAL_MS = 10_000;

/** Lets the client's warnings and errors through, at most one line in ten seconds, with how many were left out. */
export class LogLines {
  private silentUntil = 0;
  private leftOut = 0;

  constructor(
    private readonly onLog: (line: KafkaLogLine) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What kafkajs takes as its `logCreator`. */
  readonly creator = () => (entry: LogEntry) => this.take(entry);

  private take({ namespace, level, log }: LogEntry): void {
    if (level > logLevel.WARN || level === logLevel.NOTHING) return;
    const now = this.now();
    if (now < this.silentUntil) {
      this.leftOut += 1;
      return;
    }
    const { message, broker, topic, partition, error } = log as Readonly<Record<string, unknown>>;
    const detail = { part: namespace, broker, topic, partition, error: textOf(error), leftOut: this.leftOut };
    this.silentUntil = now + INTERVAL_MS;
    this.leftOut = 0;
    this.onLog({
      level: level === logLevel.ERROR ? 'error' : 'warn',
      message: `kafkajs: ${String(message)}`,
      detail,
    });
  }
}

function textOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? error.message : JSON.stringify(error);
}
