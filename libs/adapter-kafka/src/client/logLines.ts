import kafkajs, { type LogEntry } from 'kafkajs';
import type { KafkaLogLine } from '../options.js';

const { logLevel } = kafkajs;

/** While something is wrong the client says so many times a second; one line in this time is enough. */
const INTERVAL_MS = 10_000;

/**
 * Lets warnings and errors of the client, and our own about partitions, through: of either at most one line in ten
 * seconds, with how many were left out.
 */
export class LogLines {
  private readonly quiet = { client: { until: 0, leftOut: 0 }, partitions: { until: 0, leftOut: 0 } };

  constructor(
    private readonly onLog: (line: KafkaLogLine) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What kafkajs takes as its `logCreator`. */
  readonly creator = () => (entry: LogEntry) => this.take(entry);

  /** Something about a partition; many have the same to say at the same time. */
  readonly tell = (line: KafkaLogLine): void => this.pass('partitions', line);

  private take({ namespace, level, log }: LogEntry): void {
    if (level > logLevel.WARN || level === logLevel.NOTHING) return;
    const { message, broker, topic, partition, error } = log as Readonly<Record<string, unknown>>;
    const detail = { part: namespace, broker, topic, partition, error: textOf(error) };
    this.pass('client', {
      level: level === logLevel.ERROR ? 'error' : 'warn',
      message: `kafkajs: ${String(message)}`,
      detail,
    });
  }

  private pass(kind: keyof LogLines['quiet'], { detail, ...line }: KafkaLogLine): void {
    const quiet = this.quiet[kind];
    const now = this.now();
    if (now < quiet.until) {
      quiet.leftOut += 1;
      return;
    }
    const { leftOut } = quiet;
    quiet.until = now + INTERVAL_MS;
    quiet.leftOut = 0;
    this.onLog({ ...line, detail: { ...detail, leftOut } });
  }
}

function textOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? error.message : JSON.stringify(error);
}
