import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Ground } from './ground.js';
import { type LoadPlan, readingsOf } from './load.js';

const TABLE = `CREATE TABLE ceiling (
  park smallint NOT NULL, measure smallint NOT NULL, source integer NOT NULL, time timestamptz NOT NULL,
  value double precision NOT NULL, numerator double precision NOT NULL, denominator double precision,
  PRIMARY KEY (time, park, measure, source))`;
const COPY = 'COPY ceiling FROM STDIN (FORMAT binary)';
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const ROW_BYTES = 70;
const EPOCH_2000_MS = 946_684_800_000;

/**
 * Ceiling C, rows a second: the same readings as finished binary COPY into an empty table whose key has time first; the
 * better of one stream and two. The rows are made ready before the clock starts.
 */
export async function measureCeiling(ground: Ground, plan: LoadPlan): Promise<number> {
  const count = plan.events * plan.perEvent;
  const one = [copyOf(plan, 0, plan.events)];
  const half = Math.floor(plan.events / 2);
  const two = [copyOf(plan, 0, half), copyOf(plan, half, plan.events)];
  const seconds = [await load(ground, one, count), await load(ground, two, count)];
  return count / Math.min(...seconds);
}

async function load(ground: Ground, streams: readonly Buffer[], count: number): Promise<number> {
  const database = await ground.database({ migrated: false });
  await ground.rows(database, TABLE);
  if (ground.isTimescale)
    await ground.rows(database, `SELECT create_hypertable('ceiling', by_range('time', INTERVAL '1 day'))`);
  const clients = await Promise.all(streams.map(() => ground.connect(database)));
  const start = performance.now();
  await Promise.all(clients.map((client, index) => send(client, streams[index] ?? Buffer.alloc(0))));
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  const [row] = await ground.rows<{ count: string }>(database, 'SELECT count(*) FROM ceiling');
  if (Number(row?.count) !== count) throw new Error(`the ceiling holds ${row?.count} rows, not ${count}`);
  await ground.drop(database);
  return seconds;
}

/** Sends the rows in pieces of the size a socket takes, so that reading them goes on beside. */
async function send(client: pg.Client, rows: Buffer): Promise<void> {
  const stream = client.query(copyFrom(COPY) as unknown as pg.Submittable) as unknown as ReturnType<
    typeof copyFrom
  >;
  const done = finished(stream);
  for (let at = 0; at < rows.length; at += 1 << 18)
    if (!stream.write(rows.subarray(at, at + (1 << 18)))) await once(stream, 'drain');
  stream.end();
  await done;
}

function copyOf(plan: LoadPlan, first: number, end: number): Buffer {
  const rows = Buffer.alloc(SIGNATURE.length + (end - first) * plan.perEvent * ROW_BYTES + 2);
  let at = SIGNATURE.copy(rows);
  for (let event = first; event < end; event += 1) {
    for (const { park, measure, at: time, numerator } of readingsOf(plan, event)) {
      at = rows.writeInt16BE(7, at);
      at = field(rows, at, 2);
      at = rows.writeInt16BE(park, at);
      at = field(rows, at, 2);
      at = rows.writeInt16BE(measure, at);
      at = field(rows, at, 4);
      at = rows.writeInt32BE(park, at);
      at = field(rows, at, 8);
      at = rows.writeBigInt64BE(BigInt((time - EPOCH_2000_MS) * 1000), at);
      for (const value of [numerator / 1000, numerator, 1000]) {
        at = field(rows, at, 8);
        at = rows.writeDoubleBE(value, at);
      }
    }
  }
  return rows.subarray(0, rows.writeInt16BE(-1, at));
}

const field = (rows: Buffer, at: number, bytes: number): number => rows.writeInt32BE(bytes, at);
