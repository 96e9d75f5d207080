import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { produce, toMessage } from '../bench/produce.js';

async function replayed(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '38');
  try {
    const worker = await world.worker('a');
    await world.send({ events: 9000 });
    await world.settle();
    await worker.end('SIGTERM');
    const rows = () =>
      ground.postgres.rows<Record<string, number>>(
        world.database,
        `SELECT (SELECT count(*) FROM event)::int AS events, (SELECT count(*) FROM reading)::int AS readings, (SELECT count(*) FROM device_state)::int AS states,
           (SELECT count(*) FROM level_log)::int AS levels, (SELECT count(*) FROM dead_letter)::int AS letters, (SELECT count(*) FROM park_touch)::int AS touches`,
      );
    const [before] = await rows();
    await ground.postgres.rows(world.database, 'UPDATE stream_offset SET next_offset = 0');
    const again = await world.worker('b');
    await world.settle();
    const [after] = await rows();
    const findings = new Findings();
    for (const name of ['events', 'readings', 'states'] as const)
      findings.require(
        before![name] === after![name],
        `${name}: ${before![name]} before, ${after![name]} after`,
      );
    findings.require(after!['touches'] === 0, 'the replay touched parks');
    findings.note({
      events: after!['events']!,
      'levels before and after': `${before!['levels']}, ${after!['levels']}`,
      'dead letters before and after': `${before!['letters']}, ${after!['letters']}`,
    });
    findings.require(
      before!['letters'] === after!['letters'],
      `poison has ${after!['letters']! - before!['letters']!} dead letters more: a replay puts it away again`,
    );
    void again;
    // The checker counts dead letters per offset; a second one of the same offset is said above.
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    await world.close();
  }
}

/** Poison at the head of the log, then a thousand in a row: what is good must not wait for it. */
async function poison(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '42');
  try {
    await world.worker('a');
    await world.send({ events: 50, poison: 1, duplicates: 0 });
    await world.send({ events: 500 });
    await world.settle();
    const row = world.send({ events: 1000, poison: 1, duplicates: 0 });
    await row;
    const time = new Date(Date.now() - 1000).toISOString();
    await produce(world, [
      toMessage('f01', 'after-poison', time, [{ measure: 'data_lake_ratio', numerator: 1, denominator: 2 }]),
    ]);
    const sent = Date.now();
    const findings = new Findings();
    let delay = Infinity;
    for (const end = Date.now() + 20_000; Date.now() < end && delay === Infinity; await sleep(50)) {
      const found = await ground.postgres.rows(
        world.database,
        `SELECT 1 FROM event WHERE id = 'after-poison'`,
      );
      if (found.length > 0) delay = Date.now() - sent;
    }
    findings.within('delay of a good event behind it', delay, 2000);
    await world.settle();
    const [{ raw = 0 } = {}] = await ground.postgres.rows<{ raw: number }>(
      world.database,
      `SELECT count(*)::int AS raw FROM dead_letter WHERE payload IS NULL AND code <> 'EMPTY_VALUE'`,
    );
    findings.require(raw === 0, `${raw} dead letters are without their bytes`);
    // The one event sent here is not in the producer's ledger.
    const verdict = await world.check();
    findings.add(
      verdict.faults.filter(
        (fault) => !fault.includes('after-poison') && !fault.includes('is in the log and nobody'),
      ),
    );
    findings.note({ 'dead letters': verdict.figures.deadLetters });
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    await world.close();
  }
}

async function sameIdOther(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '43');
  try {
    await world.worker('a');
    const time = new Date(Date.now() - 60_000).toISOString();
    const say = (numerator: number) =>
      toMessage('f01', 'one-id', time, [{ measure: 'data_lake_ratio', numerator, denominator: 100 }]);
    await produce(world, [say(40)]);
    await world.settle();
    await produce(world, [say(41), say(40), say(42)]);
    await world.settle();
    const findings = new Findings();
    const readings = await ground.postgres.rows<{ numerator: number }>(
      world.database,
      'SELECT numerator FROM reading',
    );
    const letters = await ground.postgres.rows<{ code: string; payload: Buffer }>(
      world.database,
      'SELECT code, payload FROM dead_letter ORDER BY "offset"',
    );
    findings.require(
      readings.length === 1 && readings[0]!.numerator === 40,
      `stored: ${readings.map(({ numerator }) => numerator).join()}, not the first alone`,
    );
    findings.require(
      letters.map(({ code }) => code).join() === 'ID_CONFLICT,ID_CONFLICT',
      `dead letters: ${letters.map(({ code }) => code).join()}`,
    );
    findings.require(
      [41, 42].every((numerator) =>
        letters.some(({ payload }) => payload.includes(`"numerator":${numerator}`)),
      ),
      'a conflict does not keep what it said',
    );
    return { faults: findings.faults, figures: findings.note({ 'dead letters': letters.length }).figures };
  } finally {
    await world.close();
  }
}

/** A source changes what it sends: what is new is taken, what is missing or of another kind is named by its place. */
async function drift(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '44');
  try {
    await world.worker('a');
    const time = new Date(Date.now() - 60_000).toISOString();
    const reading = { measure: 'data_lake_ratio', numerator: 1, denominator: 2 };
    const { denominator: _denominator, ...incomplete } = reading;
    const newer = toMessage('f01', 'version', time, [reading]);
    const version = Buffer.from(newer.value.toString().replace('reading.v1', 'reading.v99'));
    await produce(world, [
      toMessage('f01', 'field', time, [{ ...reading, invented: { by: 'a newer sender' } }]),
      toMessage('f01', 'missing', time, [incomplete]),
      toMessage('f01', 'kind', time, [{ ...reading, numerator: '1' }]),
      { ...newer, value: version },
    ]);
    await world.settle();
    const stored = await ground.postgres.rows<{ id: string }>(world.database, 'SELECT id FROM event');
    const letters = await ground.postgres.rows<{ code: string; pointer: string | null }>(
      world.database,
      'SELECT code, pointer FROM dead_letter ORDER BY "offset"',
    );
    const told = letters.map(({ code, pointer }) => `${code} at ${pointer ?? 'nowhere'}`);
    const findings = new Findings().note({ 'dead letters': told.join(', ') });
    findings.require(
      stored.map(({ id }) => id).join() === 'field',
      'not exactly the event with a new field is stored',
    );
    findings.require(
      letters.map(({ code }) => code).join() === 'VALUE_MISSING,VALUE_TYPE,SCHEMA_UNSUPPORTED',
      'the codes are others',
    );
    findings.require(
      letters.every(({ pointer }) => pointer?.startsWith('/') === true),
      'a dead letter does not say where',
    );
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    await world.close();
  }
}

async function largeMessages(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '45');
  try {
    const worker = await world.worker('a');
    await world.send({ events: 500, poison: 0 });
    await world.settle();
    const before = worker.memory.at(-1)?.mb ?? 0;
    const time = new Date(Date.now() - 60_000).toISOString();
    const large = (id: string, size: number) => {
      const message = toMessage('f01', id, time, [
        { measure: 'data_lake_ratio', numerator: 1, denominator: 2 },
      ]);
      return {
        ...message,
        value: Buffer.from(
          JSON.stringify({ ...(JSON.parse(message.value.toString()) as object), padding: 'x'.repeat(size) }),
        ),
      };
    };
    for (const [id, size] of [
      ['mb-1', 1_000_000],
      ['mb-10', 10_000_000],
    ] as const)
      await produce(world, [large(id, size)]);
    await produce(world, [
      toMessage('f01', 'after-large', time, [{ measure: 'data_lake_ratio', numerator: 1, denominator: 2 }]),
    ]);
    await world.settle();
    await sleep(1500);
    const highest = Math.max(...worker.memory.map(({ mb }) => mb));
    const letters = await ground.postgres.rows<{ code: string; kept: number; truncated: boolean }>(
      world.database,
      'SELECT code, octet_length(payload) AS kept, truncated FROM dead_letter ORDER BY "offset"',
    );
    const [good] = await ground.postgres.rows(world.database, `SELECT 1 FROM event WHERE id = 'after-large'`);
    const findings = new Findings().note({ RSS: `${before} → ${highest} MB` });
    findings.require(
      letters.length === 2 &&
        letters.every(({ code, truncated, kept }) => code === 'TOO_LARGE' && truncated && kept <= 4096),
      `dead letters: ${JSON.stringify(letters)}`,
    );
    findings.require(good !== undefined, 'the event behind them is not stored');
    findings.within('RSS', highest, 512, 'MB');
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    await world.close();
  }
}

export const DATA: readonly FaultRow[] = [
  {
    row: '38',
    fault: 'Whole topic replayed from 0',
    required: '+0 rows, +0 alerts, +0 notifications',
    run: replayed,
  },
  {
    row: '42',
    fault: 'Poison at the head; then 1,000 in a row',
    required: 'each dead-lettered with its bytes; good ones delayed ≤ 2 s',
    run: poison,
  },
  {
    row: '43',
    fault: 'Same id, other payload for the same moment',
    required: 'first wins; ID_CONFLICT keeps the other',
    run: sameIdOther,
  },
  {
    row: '44',
    fault: 'Schema drift: a new field, a missing one, another type, a newer version',
    required: 'new: accepted; the others dead-lettered with a JSON pointer',
    run: drift,
  },
  {
    row: '45',
    fault: '1 MB and 10 MB messages',
    required: 'TOO_LARGE, first 4 KB kept; memory bounded',
    run: largeMessages,
  },
];
