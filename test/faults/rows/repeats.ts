import { produce, toMessage } from '../bench/produce.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';

/** Everything is read again from the start. */
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

/** Events that use the id of another. */
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

/** What comes a second time. */
export const REPEATS: readonly FaultRow[] = [
  {
    row: '38',
    fault: 'Whole topic replayed from 0',
    required: '+0 rows, +0 alerts, +0 notifications',
    run: replayed,
  },
  {
    row: '43',
    fault: 'Same id, other payload for the same moment',
    required: 'first wins; ID_CONFLICT keeps the other',
    run: sameIdOther,
  },
];
