import { readFileSync } from 'node:fs';
import kafkajs from 'kafkajs';
import { Client } from 'pg';
import type { LedgerLine } from '../producer/main.js';
import { readPacked } from './unpack.js';

readPacked();

/** What the process is told, as one line of JSON. */
export interface CheckerTask {
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly ledger: string;
  /** Offsets that a row of the matrix has deleted on purpose, by `topic/partition`: the first one kept. */
  readonly deletedBelow?: Readonly<Record<string, number>>;
}

export interface CheckerVerdict {
  readonly faults: readonly string[];
  readonly figures: {
    readonly records: number;
    readonly acknowledged: number;
    readonly stored: number;
    readonly duplicates: number;
    readonly deadLetters: number;
    readonly unacknowledgedCopies: number;
    readonly published: number;
    readonly publishedCopies: number;
  };
}

interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly id: string;
}

interface StoredEvent {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly facts: number;
}

interface DeadLetter {
  readonly code: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

const INCOMING = ['measures', 'devices'];
const MOST_TOLD = 20;

/**
 * Compares three things none of which knows the others: what the producer wrote down, what the brokers hold, what the
 * database holds. Shares no code with the product.
 */
async function main(task: CheckerTask): Promise<CheckerVerdict> {
  const ledger = readLedger(task.ledger);
  const { records, ends } = await readLog(
    task,
    INCOMING.map((name) => task.prefix + name),
  );
  const client = new Client({ connectionString: task.databaseUrl });
  await client.connect();
  const rows = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows as Row[];
  const events = await rows<StoredEvent>(`
    SELECT e.id, t.text AS topic, e.partition, e."offset"::int AS offset, coalesce(f.count, 0)::int AS facts
    FROM event e JOIN term t ON t.key = e.topic
    LEFT JOIN (
      SELECT event, count(*) FROM (SELECT event FROM reading UNION ALL SELECT event FROM device_state) AS both_kinds GROUP BY event
    ) AS f ON f.event = e.key`);
  const letters = await rows<DeadLetter>(
    'SELECT code, topic, partition, "offset"::int AS offset FROM dead_letter',
  );
  const offsets = await rows<{ topic: string; partition: number; next: number | null }>(
    'SELECT topic, partition, next_offset::int AS next FROM stream_offset',
  );
  const faults = [
    ...eachAcknowledgedIsThere(ledger, records, task),
    ...eachOffsetOnce(ledger, records, {
      events,
      letters: letters.filter((letter) => !isDeleted(task, letter)),
    }),
    ...eachEventOnce(task, ledger, records, events),
    ...offsetsAtEnd(ends, offsets),
    ...(await nothingLeft(rows)),
  ];
  const publication = await checkPublication(task, rows);
  await client.end();
  const acknowledged = new Set(ledger.map(placeOf));
  return {
    faults: [...faults, ...publication.faults],
    figures: {
      records: records.length,
      acknowledged: ledger.length,
      stored: events.length,
      duplicates: countDuplicates(records, events),
      deadLetters: letters.length,
      unacknowledgedCopies: records.filter((record) => !acknowledged.has(placeOf(record))).length,
      published: publication.told,
      publishedCopies: publication.copies,
    },
  };
}

function readLedger(path: string): readonly LedgerLine[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LedgerLine);
}

function placeOf({
  topic,
  partition,
  offset,
}: {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}): string {
  return `${topic}/${partition}/${offset}`;
}

/** Whether a row of the matrix has deleted what was there. */
function isDeleted(
  { deletedBelow = {} }: CheckerTask,
  { topic, partition, offset }: Omit<LogRecord, 'id'>,
): boolean {
  return offset < (deletedBelow[`${topic}/${partition}`] ?? 0);
}

/** Everything the brokers hold of some topics. */
async function readLog({ brokers }: CheckerTask, topics: readonly string[]) {
  const kafka = new kafkajs.Kafka({
    brokers: brokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 30 },
  });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, { readonly low: number; readonly high: number }>();
  const known = await admin.listTopics();
  for (const topic of topics.filter((name) => known.includes(name))) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      ends.set(`${topic}/${partition}`, { low: Number(low), high: Number(high) });
  }
  await admin.disconnect();
  const records: (LogRecord & { readonly value: Buffer | null })[] = [];
  const open = new Set([...ends].filter(([, { low, high }]) => high > low).map(([name]) => name));
  if (open.size === 0) return { records, ends };
  const consumer = kafka.consumer({ groupId: `checker.${process.pid}.${Date.now()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: topics.filter((name) => known.includes(name)), fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachBatch = ({ batch }: kafkajs.EachBatchPayload): Promise<void> => {
      const name = `${batch.topic}/${batch.partition}`;
      for (const { offset, headers, value } of batch.messages) {
        records.push({
          topic: batch.topic,
          partition: batch.partition,
          offset: Number(offset),
          id: String(headers?.['x-fault'] ?? ''),
          value,
        });
      }
      if (Number(batch.lastOffset()) + 1 >= (ends.get(name)?.high ?? 0)) open.delete(name);
      if (open.size === 0) resolve();
      return Promise.resolve();
    };
    consumer.run({ eachBatch, autoCommit: false }).catch(reject);
    setTimeout(
      () => reject(new Error(`the log could not be read to its end: ${[...open].join()}`)),
      60_000,
    ).unref();
  });
  await consumer.disconnect();
  return { records, ends };
}

/** Not the product's to keep, but a broker that lost what it acknowledged would make every other verdict worthless. */
function eachAcknowledgedIsThere(
  ledger: readonly LedgerLine[],
  records: readonly LogRecord[],
  task: CheckerTask,
): readonly string[] {
  const held = new Map(records.map((record) => [placeOf(record), record.id]));
  const lost = ledger.filter((line) => !isDeleted(task, line) && held.get(placeOf(line)) !== line.id);
  return lost.length === 0
    ? []
    : [`broker: ${lost.length} acknowledged records are not in the log, such as ${placeOf(lost[0]!)}`];
}

/** I2: each offset is accounted for by exactly one of a stored event, a known duplicate, a dead letter. */
function eachOffsetOnce(
  ledger: readonly LedgerLine[],
  records: readonly LogRecord[],
  held: { readonly events: readonly StoredEvent[]; readonly letters: readonly DeadLetter[] },
): readonly string[] {
  const expected = new Map(ledger.map(({ id, kind, code }) => [id, { isPoison: kind === 'poison', code }]));
  const storedAt = new Map(held.events.map((event) => [placeOf(event), event.id]));
  const storedIds = new Set(held.events.map(({ id }) => id));
  const lettersAt = new Map<string, DeadLetter[]>();
  for (const letter of held.letters)
    lettersAt.set(placeOf(letter), [...(lettersAt.get(placeOf(letter)) ?? []), letter]);
  const faults: string[] = [];
  for (const record of records) {
    const place = placeOf(record);
    const wanted = expected.get(record.id);
    const letters = lettersAt.get(place) ?? [];
    const isStored = storedAt.get(place) === record.id;
    if (wanted === undefined) faults.push(`I2: ${place} is in the log and nobody's: ${record.id}`);
    else if (wanted.isPoison) {
      if (letters.length !== 1)
        faults.push(`I2: poison at ${place} (${wanted.code}) has ${letters.length} dead letters`);
      else if (letters[0]!.code !== wanted.code)
        faults.push(`I2: poison at ${place} is ${letters[0]!.code}, not ${wanted.code}`);
    } else {
      if (letters.length > 0)
        faults.push(`I2: the good record at ${place} became a dead letter: ${letters[0]!.code}`);
      if (!isStored && !storedIds.has(record.id)) faults.push(`I1: lost: ${record.id} at ${place}`);
    }
    lettersAt.delete(place);
  }
  for (const [place, letters] of lettersAt)
    faults.push(`I2: a dead letter (${letters[0]!.code}) for ${place}, where nothing is`);
  return faults;
}

/** I1: each event is stored once, with all its facts, at a place that holds it. */
function eachEventOnce(
  task: CheckerTask,
  ledger: readonly LedgerLine[],
  records: readonly LogRecord[],
  events: readonly StoredEvent[],
): readonly string[] {
  const facts = new Map(
    ledger.filter(({ kind }) => kind !== 'poison').map(({ id, facts: count }) => [id, count]),
  );
  const inLog = new Map(records.map((record) => [placeOf(record), record.id]));
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const event of events) {
    if (seen.has(event.id)) faults.push(`I1: doubled: ${event.id}`);
    seen.add(event.id);
    if (event.facts !== facts.get(event.id))
      faults.push(`I1: ${event.id} has ${event.facts} facts, not ${facts.get(event.id) ?? 'any'}`);
    const found = inLog.get(placeOf(event)) ?? 'nothing';
    if (!isDeleted(task, event) && found !== event.id)
      faults.push(`I1: ${event.id} is said to be from ${placeOf(event)}, where ${found} is`);
  }
  return faults;
}

function countDuplicates(records: readonly LogRecord[], events: readonly StoredEvent[]): number {
  const places = new Map(events.map((event) => [event.id, placeOf(event)]));
  return records.filter((record) => places.has(record.id) && places.get(record.id) !== placeOf(record))
    .length;
}

function offsetsAtEnd(
  ends: ReadonlyMap<string, { readonly high: number }>,
  offsets: readonly { topic: string; partition: number; next: number | null }[],
): readonly string[] {
  const stands = new Map(offsets.map(({ topic, partition, next }) => [`${topic}/${partition}`, next]));
  return [...ends]
    .filter(([name, { high }]) => high > 0 && stands.get(name) !== high)
    .map(
      ([name, { high }]) => `I2: ${name} stands at ${stands.get(name) ?? 'nothing'}, not at its end ${high}`,
    );
}

async function nothingLeft(rows: <Row>(text: string) => Promise<Row[]>): Promise<readonly string[]> {
  const [{ count = 0 } = {}] = await rows<{ count: number }>('SELECT count(*)::int AS count FROM park_touch');
  return count === 0 ? [] : [`${count} touches are not assessed`];
}

/** I5: each revision since publishing began was told, in order, copies only of what was told already. */
async function checkPublication(
  task: CheckerTask,
  rows: <Row>(text: string) => Promise<Row[]>,
): Promise<{ faults: readonly string[]; told: number; copies: number }> {
  const { records } = await readLog(task, [`${task.prefix}assessments`]);
  const marks = await rows<{ park: string; revision: number }>(
    'SELECT p.id AS park, c.revision::int AS revision FROM publication c JOIN park p ON p.key = c.park',
  );
  const told = new Map<string, number[]>();
  for (const { value } of records) {
    const { subject, sequence } = JSON.parse(String(value)) as { subject: string; sequence: number };
    told.set(subject, [...(told.get(subject) ?? []), sequence]);
  }
  const faults: string[] = [];
  let copies = 0;
  for (const { park, revision } of marks) {
    const all = told.get(park) ?? [];
    const distinct = [...new Set(all)];
    copies += all.length - distinct.length;
    const first = Math.min(...distinct);
    for (let wanted = first; wanted <= revision; wanted += 1)
      if (!distinct.includes(wanted)) faults.push(`I5: revision ${wanted} of ${park} was never told`);
    const news = all.filter((each, index) => all.indexOf(each) === index);
    if (news.some((each, index) => index > 0 && each < news[index - 1]!))
      faults.push(`I5: revisions of ${park} were told out of order`);
  }
  return { faults, told: records.length, copies };
}

main(JSON.parse(process.argv[2] ?? '{}') as CheckerTask).then(
  ({ faults, figures }) =>
    process.stdout.write(
      `${JSON.stringify({ faults: faults.slice(0, MOST_TOLD), count: faults.length, figures })}\n`,
    ),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
