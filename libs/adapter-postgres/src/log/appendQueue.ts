import type { Clock, LogPosition, NewRecord } from '@parkpulse/application';
import { classify } from '../driver/classify.js';
import { fromInstant } from '../driver/columnTypes.js';
import { CopyRows } from '../driver/copy.js';
import { type Database, type Transaction, statement } from '../driver/database.js';
import { LOG_CHANNEL } from '../live/channels.js';
import type { LogTopic } from './logTopics.js';
import { streamName } from './wakeUp.js';

// The rows stay locked until COMMIT: whoever comes next gets later offsets and commits later.
const RESERVE = statement(
  'reserve-offsets',
  `UPDATE log_partition p SET next_offset = p.next_offset + w.count, last_receipt = GREATEST(p.last_receipt, $4)
   FROM (
     SELECT l.topic, l.partition, n.count
     FROM unnest($1::int[], $2::int[], $3::int[]) AS n (topic, partition, count)
     JOIN log_partition l USING (topic, partition)
     ORDER BY l.topic, l.partition FOR NO KEY UPDATE OF l
   ) AS w
   WHERE p.topic = w.topic AND p.partition = w.partition
   RETURNING p.topic, p.partition, p.next_offset - w.count AS first, p.last_receipt AS "receivedAt"`,
);
const TELL = statement('tell-log', 'SELECT pg_notify($1, $2)');
const COPY =
  'COPY event_log (topic, partition, "offset", received_at, key, value, headers) FROM STDIN (FORMAT binary)';

/** One call of `append`, with the partition of each record. */
export interface Appending {
  readonly topic: LogTopic;
  readonly records: readonly NewRecord[];
  readonly partitions: readonly number[];
}

interface Waiting extends Appending {
  readonly resolve: (positions: readonly LogPosition[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Reserved {
  readonly topic: number;
  readonly partition: number;
  readonly first: number;
  readonly receivedAt: number;
}

const MOST_RECORDS = 5000;

/** Appends in groups: what arrives while a transaction is under way shares the next one, and its wait for the disk. */
export class AppendQueue {
  private readonly waiting: Waiting[] = [];
  private working: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** Marks our own messages to other processes, which we need not hear. */
    private readonly sender: string,
    private readonly onAppended: (streams: Iterable<string>) => void,
  ) {}

  append(appending: Appending): Promise<readonly LogPosition[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...appending, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.nextGroup();
      await this.store(group);
      this.onAppended(streamsOf(group));
    }
    this.working = null;
  }

  private nextGroup(): readonly Waiting[] {
    let records = 0;
    const end = this.waiting.findIndex((each) => (records += each.records.length) > MOST_RECORDS);
    return this.waiting.splice(0, end === -1 ? this.waiting.length : Math.max(1, end));
  }

  private async store(group: readonly Waiting[]): Promise<void> {
    try {
      const positions = await this.database.transaction(async (transaction) => {
        const appended = await appendAll(transaction, group, this.clock.now());
        await transaction.rows(TELL, [LOG_CHANNEL, [this.sender, ...streamsOf(group)].join(' ')]);
        return appended;
      });
      for (const [index, { resolve }] of group.entries()) resolve(positions[index] ?? []);
    } catch (error) {
      if (group.length === 1 || classify(error) !== 'data') for (const { reject } of group) reject(error);
      // One of them cannot be stored; the others must not suffer for it.
      else for (const one of group) await this.store([one]);
    }
  }
}

async function appendAll(
  transaction: Transaction,
  group: readonly Appending[],
  now: number,
): Promise<readonly (readonly LogPosition[])[]> {
  const places = await reserve(transaction, group, now);
  const rows = new CopyRows(65_536);
  const positions = group.map(({ topic, records, partitions }) =>
    records.map((record, index) => {
      const partition = partitions[index] ?? 0;
      const place = places.get(streamName(topic.key, partition));
      if (place === undefined) throw new Error(`the topic ${topic.name} has no partition ${partition}`);
      const offset = place.next;
      place.next += 1;
      writeRecord(rows, { topic: topic.key, partition, offset, receivedAt: place.receivedAt }, record);
      return { topic: topic.name, partition, offset };
    }),
  );
  await transaction.copy(COPY, rows);
  return positions;
}

function streamsOf(group: readonly Appending[]): ReadonlySet<string> {
  return new Set(
    group.flatMap(({ topic, partitions }) => partitions.map((partition) => streamName(topic.key, partition))),
  );
}

interface NextPlace {
  next: number;
  readonly receivedAt: number;
}

async function reserve(
  transaction: Transaction,
  group: readonly Appending[],
  now: number,
): Promise<Map<string, NextPlace>> {
  const counts = new Map<string, { readonly topic: number; readonly partition: number; count: number }>();
  for (const { topic, partitions } of group) {
    for (const partition of partitions) {
      const name = streamName(topic.key, partition);
      const held = counts.get(name);
      if (held === undefined) counts.set(name, { topic: topic.key, partition, count: 1 });
      else held.count += 1;
    }
  }
  const wanted = [...counts.values()];
  const rows = await transaction.rows<Reserved>(RESERVE, [
    wanted.map(({ topic }) => topic),
    wanted.map(({ partition }) => partition),
    wanted.map(({ count }) => count),
    fromInstant(now),
  ]);
  return new Map(
    rows.map(({ topic, partition, first, receivedAt }) => [
      streamName(topic, partition),
      { next: first, receivedAt },
    ]),
  );
}

interface RecordPlace {
  readonly topic: number;
  readonly partition: number;
  readonly offset: number;
  readonly receivedAt: number;
}

function writeRecord(rows: CopyRows, place: RecordPlace, { key, value, headers }: NewRecord): void {
  rows.row(7);
  rows.int4(place.topic);
  rows.int4(place.partition);
  rows.int8(place.offset);
  rows.instant(place.receivedAt);
  if (key === null) rows.null();
  else rows.text(key);
  if (value === null) rows.null();
  else rows.bytes(value);
  if (Object.keys(headers).length === 0) rows.null();
  else rows.text(JSON.stringify(headers));
}
