import { sleep } from '../bench/postgresServer.js';
import { produce, toMessage } from '../bench/produce.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';

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

/** What is not as it should be: it becomes a dead letter and harms nothing beside it. */
export const BAD_INPUT: readonly FaultRow[] = [
  {
    row: '42',
    fault: 'Poison at the head; then 1,000 in a row',
    required: 'each dead-lettered with its bytes; good ones delayed ≤ 2 s',
    run: poison,
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
