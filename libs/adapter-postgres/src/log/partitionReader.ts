import type { LogBatch, LogRecord, StreamId, Subscriber } from '@parkpulse/application';
import { codeOf } from '../driver/classify.js';
import { type Sql, statement } from '../driver/database.js';
import type { WakeUp } from './wakeUp.js';

/** A batch has at most this many records and, beyond its first record, at most this many bytes. */
const MOST_RECORDS = 1000;
const MOST_BYTES = 8 * 1024 * 1024;

const BOUNDS = statement(
  'log-bounds',
  `SELECT start_offset AS start, next_offset AS "end" FROM log_partition WHERE topic = $1 AND partition = $2`,
);
const READ = statement(
  'read-log',
  `SELECT "offset", received_at AS "receivedAt", key, value, headers FROM (
     SELECT *, sum(coalesce(octet_length(value), 0)) OVER (ORDER BY "offset") - coalesce(octet_length(value), 0) AS before
     FROM (
       SELECT "offset", received_at, key, value, headers FROM event_log
       WHERE topic = $1 AND partition = $2 AND "offset" >= $3 ORDER BY "offset" LIMIT ${MOST_RECORDS}
     ) AS next
   ) AS measured WHERE before < ${MOST_BYTES} ORDER BY "offset"`,
);

interface RecordRow {
  readonly offset: number;
  readonly receivedAt: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: string | null;
}

export interface ReaderOptions {
  readonly sql: Sql;
  readonly topic: number;
  readonly stream: StreamId;
  readonly subscriber: Subscriber;
  readonly wakeUp: WakeUp;
}

const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Without a wake-up (another process appended and its message was lost) the log is looked at this often. */
const LOOK_MS = 5000;

/** Hands one partition to a subscriber, batch after batch, for as long as it is not stopped. */
export class PartitionReader {
  private isStopping = false;
  private isUnreachable = false;
  private readonly done: Promise<void>;

  constructor(private readonly options: ReaderOptions) {
    this.done = this.run();
  }

  /** Resolves after the batch in work. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.options.wakeUp.call();
    await this.done;
  }

  private async run(): Promise<void> {
    const { stream, subscriber } = this.options;
    while (!this.isStopping) {
      const position = await this.keepTrying(() => this.assign());
      if (position !== null) await this.follow(position);
      if (position !== null) subscriber.revoked(stream);
    }
  }

  /** Reads on from a position until stopped, or until the subscriber has lost the partition to another. */
  private async follow(start: number): Promise<void> {
    const { subscriber, wakeUp } = this.options;
    let position = start;
    while (!this.isStopping) {
      const seen = wakeUp.count;
      const batch = await this.keepTrying(() => this.read(position));
      if (batch === null) return;
      if (batch.records.length === 0) {
        await wakeUp.after(seen, LOOK_MS);
        continue;
      }
      const outcome = await this.keepTrying(() =>
        subscriber.batch(batch).then(() => 'stored' as const, whenFenced),
      );
      if (outcome === 'fenced') await wakeUp.after(wakeUp.count, 10 * SHORTEST_PAUSE_MS);
      if (outcome !== 'stored') return;
      position = batch.nextOffset;
    }
  }

  private async assign(): Promise<number> {
    const { sql, topic, stream, subscriber } = this.options;
    const stored = (await subscriber.assigned(stream))?.nextOffset ?? null;
    const [bounds] = await sql.rows<{ start: number; end: number }>(BOUNDS, [topic, stream.partition]);
    const { start = 0, end = 0 } = bounds ?? {};
    if (stored === null) return start;
    if (stored > end) {
      subscriber.alarm({ kind: 'recreated', stream, lost: stored - end });
      return start;
    }
    if (stored < start) subscriber.alarm({ kind: 'gap', stream, from: stored, to: start });
    return Math.max(stored, start);
  }

  private async read(position: number): Promise<LogBatch> {
    const { sql, topic, stream } = this.options;
    const rows = await sql.rows<RecordRow>(READ, [topic, stream.partition, position]);
    const records = rows.map(toRecord);
    return { stream, records, nextOffset: (records.at(-1)?.offset ?? position - 1) + 1 };
  }

  /** Does it again and again, ever more slowly, until it succeeds; null when stopped before. */
  private async keepTrying<Result>(step: () => Promise<Result>): Promise<Result | null> {
    const { subscriber, wakeUp } = this.options;
    for (let delay = SHORTEST_PAUSE_MS; !this.isStopping; delay = Math.min(2 * delay, LONGEST_PAUSE_MS)) {
      try {
        const result = await step();
        if (this.isUnreachable) subscriber.alarm({ kind: 'reachable' });
        this.isUnreachable = false;
        return result;
      } catch (error) {
        if (!this.isUnreachable)
          subscriber.alarm({ kind: 'unreachable', code: codeOf(error), detail: String(error) });
        this.isUnreachable = true;
        await wakeUp.pause(delay, () => this.isStopping);
      }
    }
    return null;
  }
}

function whenFenced(error: unknown): 'fenced' {
  if (error instanceof Error && error.name === 'FencedError') return 'fenced';
  throw error;
}

function toRecord({ offset, receivedAt, key, value, headers }: RecordRow): LogRecord {
  return {
    offset,
    receivedAt,
    key,
    value,
    headers: headers === null ? {} : (JSON.parse(headers) as Readonly<Record<string, string>>),
  };
}
