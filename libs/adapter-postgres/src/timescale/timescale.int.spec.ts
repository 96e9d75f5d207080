import type { Fact } from '@parkpulse/domain';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../embedded/startEmbedded.js';
import { type ConnectionParts, type Postgres, openPostgres } from '../openPostgres.js';
import { MINUTE, PARK, STREAM, commitOf, event, reading } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';
import { sampleFacts } from './sampleFacts.js';

const isGiven = process.env['TIMESCALE_URL'] !== undefined;
const why = isGiven ? '' : ' (NOT RUN: TIMESCALE_URL names no server with TimescaleDB)';
if (!isGiven) process.stderr.write(`TimescaleDB: not run, TIMESCALE_URL is not set\n`);

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// Three weeks over the end of summer time in New York.
const START = Date.UTC(2026, 9, 20);
const DAYS = 21;

/** One of the two databases, with a connection of the test's own. */
interface Side {
  readonly postgres: Postgres;
  sql(text: string): Promise<unknown[]>;
}

describe.skipIf(!isGiven)(`TimescaleDB${why}`, () => {
  let database: TestDatabase;
  let folder: string;
  let server: EmbeddedServer;
  let timescale: Side;
  let plain: Side;
  const clients: Client[] = [];

  async function side(connection: ConnectionParts, postgres: Postgres): Promise<Side> {
    const client = new Client({
      ...connection,
      options: '-c TimeZone=UTC -c timescaledb.enable_skipscan=off',
    });
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return { postgres, sql: async (text) => (await client.query({ text })).rows };
  }

  async function fill({ postgres }: Side): Promise<void> {
    await postgres.settings.createPark(PARK);
    await postgres.settings.createPark({ ...PARK, id: 'p2' });
    await postgres.ingest.claim(STREAM);
    const events = [...sampleFacts('p1', START, DAYS), ...sampleFacts('p2', START, 2)].map(
      (each, offset) => ({ ...each, offset }),
    );
    for (let at = 0; at < events.length; at += 500)
      await postgres.ingest.commit(commitOf(events.slice(at, at + 500)));
    next = events.length;
  }
  let next = 0;

  beforeAll(async () => {
    database = await testDatabase();
    timescale = await side(database.connection, await database.open());
    folder = await mkdtemp(join(tmpdir(), 'parkpulse-plain-'));
    server = await startEmbedded({ dataDir: folder, isThrowaway: true });
    plain = await side(server.connection, await openPostgres({ connection: server.connection }));
    for (const each of [timescale, plain]) await fill(each);
  }, 180_000);
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await plain?.postgres.close();
    await server?.stop();
    await database?.drop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const both = async <Answer>(ask: (each: Side) => Promise<Answer>): Promise<Answer> => {
    const answer = await ask(timescale);
    expect(answer).toEqual(await ask(plain));
    return answer;
  };
  const packAll = () =>
    timescale.sql(
      `SELECT count(compress_chunk(c, if_not_compressed => true)) FROM (VALUES ('reading'), ('device_state'), ('transmission')) AS t (name), show_chunks(t.name::regclass) AS c`,
    );
  const refresh = () =>
    timescale.sql(`CALL refresh_continuous_aggregate('reading_hour', NULL, now() - INTERVAL '1 hour')`);
  const hours = (zoneless = '') => `SELECT * FROM reading_1h ${zoneless} ORDER BY series, hour`;

  /** Every question of the fact reader, over the whole and over cuts of it. */
  async function facts({ postgres: { read } }: Side): Promise<readonly (readonly Fact[])[]> {
    const kinds = ['reading', 'state', 'transmission', 'submission', 'registry'] as const;
    const spans = [
      [START - DAY, START + (DAYS + 1) * DAY],
      [START + 3 * HOUR, START + 3 * HOUR + 1],
      [START + 6.5 * DAY, START + 8.25 * DAY],
    ] as const;
    const answers: (readonly Fact[])[] = [];
    for (const [from, to] of spans) {
      answers.push(await read.facts('p1', { kinds: [...kinds], from, to }));
      answers.push(
        await read.facts('p1', {
          kinds: ['reading'],
          measures: ['ratio'],
          from,
          to,
          knownAt: START + 31.5 * DAY,
        }),
      );
      answers.push(await read.facts('p1', { kinds: ['state'], devices: ['D-2'], from, to }));
      answers.push(await read.readingsBefore('p1', ['ratio', 'share'], to, 3));
      answers.push(await read.readingsBefore('p1', ['ratio'], to, 2, START + 5 * DAY));
      answers.push(await read.statesBefore('p1', to));
    }
    answers.push(
      await read.firstOnline('p1'),
      await read.registry('p1'),
      await read.facts('p2', { kinds: [...kinds], from: 0, to: Infinity }),
    );
    return answers;
  }
  const others = async ({ postgres: { read } }: Side) => [
    await read.feeds('p1'),
    await read.firstMoment('p1'),
    await read.parks(),
    await read.status('p1'),
  ];

  it('is used where it is installed: large tables are hypertables, packed once old', async () => {
    expect(timescale.postgres.migration.variant).toBe('timescale');
    expect(plain.postgres.migration.variant).toBe('plain');
    const tables = await timescale.sql(
      "SELECT hypertable_name AS name, compression_enabled AS packed FROM timescaledb_information.hypertables WHERE hypertable_schema = 'public' ORDER BY 1",
    );
    expect(tables).toEqual([
      { name: 'device_state', packed: true },
      { name: 'reading', packed: true },
      { name: 'transmission', packed: true },
    ]);
    const jobs = await timescale.sql(
      `SELECT proc_name AS name, count(*)::int FROM timescaledb_information.jobs WHERE proc_schema = '_timescaledb_functions' AND hypertable_name IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    expect(jobs).toEqual([
      { name: 'policy_compression', count: 3 },
      { name: 'policy_refresh_continuous_aggregate', count: 1 },
    ]);
  });

  it('gives the same rows as plain PostgreSQL: fresh', async () => {
    const answers = await both(facts);
    expect(answers[0]!.length).toBeGreaterThan(10_000);
    await both(others);
  });

  it('gives the same rows as plain PostgreSQL: packed, and with late rows in packed chunks', async () => {
    await packAll();
    await both(facts);
    const late = Array.from({ length: 400 }, (_, n) => {
      const at = START + ((n * 53) % (DAYS * 24 * 60)) * MINUTE + 30_000;
      return event(next + n, [reading('ratio', at, String(n))], {
        id: `late-${n}`,
        time: at,
        receivedAt: START + 40 * DAY,
      });
    });
    const doubled = late.slice(0, 50).map((each, n) => ({ ...each, offset: next + late.length + n }));
    for (const { postgres } of [timescale, plain]) {
      const outcome = await postgres.ingest.commit(commitOf([...late, ...doubled]));
      expect(outcome).toMatchObject({ stored: 400, duplicates: 50 });
    }
    next += late.length + doubled.length;
    await both(facts);
    await both(others);
    await packAll();
    await both(facts);
  });

  it('gives the same hours: before any refresh, after it, and after late rows and restatements', async () => {
    await both((each) => each.sql(hours()));
    await refresh();
    const before = await both((each) => each.sql(hours()));
    expect(before.length).toBeGreaterThan(1500);
    const at = START + 2 * DAY + 7 * HOUR;
    const restated = [
      event(next, [reading('ratio', at, '5')], {
        id: 'again',
        time: at,
        sequence: 9,
        receivedAt: START + 41 * DAY,
      }),
      event(next + 1, [reading('ratio', at + 1000, '123456')], {
        id: 'new',
        time: at + 1000,
        receivedAt: START + 41 * DAY,
      }),
    ];
    for (const { postgres } of [timescale, plain]) await postgres.ingest.commit(commitOf(restated));
    next += 2;
    await refresh();
    const after = await both((each) => each.sql(hours()));
    expect(after).not.toEqual(before);
    expect((after as { highest: number }[]).some(({ highest }) => highest === 123.456)).toBe(true);
  });

  it('gives the same local days: whole hours off, half an hour off, and where clocks change', async () => {
    const days = (zone: string) => (each: Side) =>
      each.sql(
        `SELECT d.series, d.day::text AS name, d.readings, d.lowest, d.highest, d.last_numerator, d.last_denominator, d.last_at FROM reading_1d(ARRAY(SELECT key FROM series WHERE kind = 'reading'), '${zone}', '${new Date(START).toISOString()}', '${new Date(START + DAYS * DAY).toISOString()}') AS d ORDER BY d.series, d.day`,
      );
    for (const zone of ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'UTC']) {
      const found = (await both(days(zone))) as { readings: string }[];
      expect(found.length, zone).toBeGreaterThan(20);
      // However the days are cut, every reading is in one.
      const counted = found.reduce((sum, { readings }) => sum + Number(readings), 0);
      const [{ sum }] = (await plain.sql('SELECT sum(readings)::int AS sum FROM reading_1h')) as [
        { sum: number },
      ];
      expect(counted, zone).toBe(sum);
    }
    // 07:30 in Shanghai belongs to that day and not to the one before, as by UTC it would.
    const [first] = (await days('Asia/Shanghai')(timescale)) as { name: string }[];
    expect(first!.name).toBe('2026-10-20');
  });

  it('is not led astray by a row dated years ahead', async () => {
    const ahead = START + 3650 * DAY;
    for (const { postgres } of [timescale, plain]) {
      await postgres.ingest.commit(
        commitOf([
          event(next, [reading('ratio', ahead, '1')], {
            id: 'ahead',
            time: ahead,
            receivedAt: START + 42 * DAY,
          }),
        ]),
      );
    }
    next += 1;
    await refresh();
    const now = START + 3 * DAY + 60_000;
    for (const { postgres } of [timescale, plain]) {
      await postgres.ingest.commit(
        commitOf([
          event(next, [reading('ratio', now, '2')], { id: 'now', time: now, receivedAt: START + 43 * DAY }),
        ]),
      );
    }
    next += 1;
    await refresh();
    await both((each) => each.sql(hours()));
    await both(facts);
  });

  it('shows a reporting role its park and nothing else, packed or not', async () => {
    await packAll();
    for (const each of [timescale, plain]) {
      const role = `report_${process.pid}`;
      await each.sql(`CREATE ROLE ${role}`);
      await each.sql(
        `GRANT SELECT ON park_reading, park_reading_1h, park_device_state, park_transmission, park_score, park_level TO ${role}`,
      );
      await each.sql(
        `CREATE FUNCTION leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN IF $1 = 'only p1 has this' THEN RAISE EXCEPTION 'leaked'; END IF; RETURN true; END $$`,
      );
      await each.sql(
        `UPDATE series SET "group" = 'only p1 has this' WHERE key = (SELECT min(key) FROM series WHERE park = 1 AND kind = 'reading')`,
      );
      await each.sql(`SET ROLE ${role}`);
      try {
        expect(await each.sql('SELECT * FROM park_reading')).toEqual([]);
        await each.sql(`SET app.park = 'p2'`);
        const [{ count }] = (await each.sql('SELECT count(*)::int FROM park_reading')) as [{ count: number }];
        expect(count).toBeGreaterThan(500);
        await each.sql(`SELECT * FROM park_reading WHERE leak(measure)`);
        await each.sql(`SELECT * FROM park_reading_1h WHERE leak(measure)`);
        for (const table of ['reading', 'device_state', 'reading_hour', 'reading_1h', 'event', 'park']) {
          await expect(each.sql(`SELECT * FROM ${table} LIMIT 1`), table).rejects.toThrow(
            /permission denied/,
          );
        }
      } finally {
        await each.sql('RESET ROLE');
        await each.sql('RESET app.park');
      }
      await each.sql(`DROP OWNED BY ${role}`);
      await each.sql(`DROP ROLE ${role}`);
    }
  });
});
