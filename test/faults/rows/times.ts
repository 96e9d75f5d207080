import { produce, toMessage } from '../bench/produce.js';
import { randomFrom } from '../bench/randomFrom.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Levels of a park as believed now, up to an instant, a line each. */
async function history({ ground, database }: World, park: string, before: number): Promise<string> {
  const rows = await ground.postgres.rows<{ row: string }>(
    database,
    `SELECT jsonb_build_array(indicator, at, since, stable, raw, stale, pending_candidate, pending_due)::text AS row
     FROM level_log l JOIN park p ON p.key = l.park
     WHERE p.id = $1 AND known_to IS NULL AND at < to_timestamp($2::float8 / 1000) ORDER BY indicator, at`,
    [park, before],
  );
  return rows.map(({ row }) => row).join('\n');
}

async function fired({ ground, database }: World, park: string): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM alert a JOIN park p ON p.key = a.park WHERE p.id = $1 AND fired_at IS NOT NULL`;
  const [{ count = 0 } = {}] = await ground.postgres.rows<{ count: number }>(database, text, [park]);
  return count;
}

/** The same events in order for one park, shuffled and doubled for another: the histories must be the same. */
async function shuffled(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '39');
  try {
    await world.worker('a');
    const random = randomFrom(ground.seed);
    const start = Date.now() - 3 * 3_600_000;
    const events = Array.from({ length: 1500 }, (_, n) => ({
      n,
      time: new Date(start + n * 5000).toISOString(),
      numerator: Math.floor(random() * 1000),
    }));
    const send = async (park: string, order: readonly (typeof events)[number][], atOnce: number) => {
      const messages = order.map(({ n, time, numerator }) =>
        toMessage(park, `${park}-${n}`, time, [
          { measure: 'iot_access_ratio_design', numerator, denominator: 1000 },
        ]),
      );
      for (let at = 0; at < messages.length; at += atOnce) {
        await produce(world, messages.slice(at, at + atOnce));
        await sleep(atOnce < 500 ? 20 : 0);
      }
    };
    const shuffle = [...events, ...events.slice(0, 300)]
      .map((event) => ({ event, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ event }) => event);
    await send('f01', events, 500);
    await send('f02', shuffle, 500);
    await send('f03', shuffle, 40);
    await world.settle();
    const end = start + 1500 * 5000;
    const [inOrder, inOne, inPieces] = [
      await history(world, 'f01', end),
      await history(world, 'f02', end),
      await history(world, 'f03', end),
    ];
    const findings = new Findings().note({ 'level rows': inOrder.split('\n').length });
    findings.require(inOrder === inOne, 'shuffled and doubled gives another history than in order');
    findings.require(inOrder === inPieces, 'shuffled, in small pieces, gives another history than in order');
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    await world.close();
  }
}

/** Events an hour, three days and forty days late correct the past of one park; another gets the same in order. */
async function late(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '40');
  try {
    await world.worker('a');
    const now = Date.now();
    const ages = [41, 40, 39, 4, 3, 2]
      .map((days) => days * DAY)
      .concat([2 * HOUR, HOUR, 50 * MINUTE, MINUTE]);
    const isLate = new Set([40 * DAY, 3 * DAY, HOUR]);
    const message = (park: string, age: number, index: number) =>
      toMessage(park, `${park}-${index}`, new Date(now - age).toISOString(), [
        { measure: 'iot_access_ratio_design', numerator: isLate.has(age) ? 300 : 850, denominator: 1000 },
      ]);
    const all = (park: string) => ages.map((age, index) => ({ age, record: message(park, age, index) }));
    for (const { record } of all('f01')) await produce(world, [record]);
    await produce(
      world,
      all('f02').flatMap(({ age, record }) => (isLate.has(age) ? [] : [record])),
    );
    await world.settle();
    const [before, alertsBefore] = [await history(world, 'f02', now), await fired(world, 'f02')];
    for (const { age, record } of all('f02')) if (isLate.has(age)) await produce(world, [record]);
    await world.settle();
    const [inOrder, corrected] = [await history(world, 'f01', now), await history(world, 'f02', now)];
    const [{ kept = 0 } = {}] = await ground.postgres.rows<{ kept: number }>(
      world.database,
      `SELECT count(*)::int AS kept FROM level_log l JOIN park p ON p.key = l.park WHERE p.id = 'f02' AND known_to IS NOT NULL`,
    );
    const alertsAfter = await fired(world, 'f02');
    const findings = new Findings()
      .note({
        'level rows': inOrder.split('\n').length,
        'rows no longer believed, kept': kept,
        'alerts fired before and after': `${alertsBefore}, ${alertsAfter}`,
      })
      .require(before !== inOrder, 'the late events say nothing new')
      .require(corrected === inOrder, 'late events give another history than the same in order')
      .require(kept > 0, 'what was believed before is not kept')
      .require(alertsAfter === alertsBefore, 'an alert was fired for the past');
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    await world.close();
  }
}

async function future(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '41');
  try {
    await world.worker('a');
    const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
    const say = (id: string, time: string) =>
      toMessage('f01', id, time, [{ measure: 'iot_access_ratio_design', numerator: 850, denominator: 1000 }]);
    await produce(world, [
      say('now', at(-MINUTE)),
      say('plus4', at(4 * MINUTE)),
      say('plus10', at(10 * MINUTE)),
      say('years', at(3650 * DAY)),
    ]);
    await world.settle();
    const stored = await ground.postgres.rows<{ id: string }>(
      world.database,
      'SELECT id FROM event ORDER BY id',
    );
    const letters = await ground.postgres.rows<{ code: string }>(
      world.database,
      'SELECT code FROM dead_letter',
    );
    const [{ newest = 0 } = {}] = await ground.postgres.rows<{ newest: number }>(
      world.database,
      'SELECT (extract(epoch FROM max(last_event_at)) * 1000)::float8 AS newest FROM feed',
    );
    const findings = new Findings()
      .note({
        stored: stored.map(({ id }) => id).join(', '),
        'dead letters': letters.map(({ code }) => code).join(', '),
      })
      .require(
        stored.map(({ id }) => id).join() === 'now,plus4',
        'not exactly those within five minutes are stored',
      )
      .require(
        letters.map(({ code }) => code).join() === 'TS_FUTURE,TS_FUTURE',
        'the others are not TS_FUTURE',
      )
      .require(newest < Date.now() + 5 * MINUTE, 'the newest event of the feed lies in the future');
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    await world.close();
  }
}

export const TIMES: readonly FaultRow[] = [
  {
    row: '39',
    fault: 'Events shuffled within the window',
    required: 'final state = sorted run, bit for bit',
    run: shuffled,
  },
  {
    row: '40',
    fault: 'Events 1 h, 3 d and 40 d late',
    required: 'history as of the same in order; what was believed is kept; nobody paged for the past',
    run: late,
  },
  {
    row: '41',
    fault: 'Events 4 min, 10 min and 10 years ahead',
    required: '≤ 5 min accepted; the others TS_FUTURE, never in live state',
    run: future,
  },
];
