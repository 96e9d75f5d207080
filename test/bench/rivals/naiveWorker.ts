import kafkajs from 'kafkajs';
import pg from 'pg';

/** What the process is told, as one argument of JSON. */
export interface NaiveTask {
  readonly brokers: string;
  readonly group: string;
  readonly topic: string;
  readonly url: string;
  /** `each`: one INSERT per message; `batch`: one INSERT … unnest per fetched batch. */
  readonly mode: 'each' | 'batch';
}

interface Row {
  readonly time: string;
  readonly park: string;
  readonly measure: string;
  readonly source: string;
  readonly event: string;
  readonly numerator: number;
  readonly denominator: number;
}

const INSERT = `INSERT INTO rival (time, park, measure, source, event, numerator, denominator)`;
const ONE = { name: 'one', text: `${INSERT} VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING` };
const MANY = {
  name: 'many',
  text: `${INSERT} SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[],
    $7::float8[]) ON CONFLICT DO NOTHING`,
};

/** What one would write first: kafkajs and pg, JSON.parse, no dead letters, at-least-once by the group's offsets. */
async function main(task: NaiveTask): Promise<void> {
  const pool = new pg.Pool({ connectionString: task.url, max: 4 });
  const kafka = new kafkajs.Kafka({ brokers: task.brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: task.group });
  await consumer.connect();
  await consumer.subscribe({ topics: [task.topic], fromBeginning: true });
  const eachBatch = async ({ batch }: kafkajs.EachBatchPayload) => {
    const rows = batch.messages.flatMap(({ value }) => rowsOf(value));
    await pool.query({ ...MANY, values: columnsOf(rows) });
  };
  const eachMessage = async ({ message }: kafkajs.EachMessagePayload) => {
    for (const row of rowsOf(message.value)) await pool.query({ ...ONE, values: valuesOf(row) });
  };
  await consumer.run({
    partitionsConsumedConcurrently: 3,
    ...(task.mode === 'each' ? { eachMessage } : { eachBatch }),
  });
  process.once('SIGTERM', () => void consumer.disconnect().then(() => process.exit(0)));
  process.stdout.write('ready\n');
}

interface Sent {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly data: {
    readonly readings: readonly (Pick<Row, 'measure' | 'numerator' | 'denominator'> & {
      readonly time?: string;
    })[];
  };
}

function rowsOf(value: Buffer | null): readonly Row[] {
  if (value === null) return [];
  const { id, source, subject, time, data } = JSON.parse(value.toString()) as Sent;
  return data.readings.map((reading) => ({ time, ...reading, park: subject, source, event: id }));
}

function valuesOf(row: Row): unknown[] {
  return [row.time, row.park, row.measure, row.source, row.event, row.numerator, row.denominator];
}

function columnsOf(rows: readonly Row[]): unknown[] {
  const columns: unknown[][] = Array.from({ length: 7 }, () => []);
  for (const row of rows) valuesOf(row).forEach((value, column) => columns[column]?.push(value));
  return columns;
}

main(JSON.parse(process.argv[2] ?? '{}') as NaiveTask).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
