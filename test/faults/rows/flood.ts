import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const LIVE = 200;
const FLOOD = 10 * LIVE;
const FLOOD_S = 60;
const ALONE_S = 20;
/** Below this a doubling says nothing. */
const LEAST_MS = 1000;

/** The worst of twenty events waited so long from the broker to the store: of those in the partitions of a load, or in the others. */
async function delay(
  { ground, database }: World,
  { from, to, noisy }: { readonly from: number; readonly to: number; readonly noisy: boolean },
): Promise<number> {
  const [{ ms = 0 } = {}] = await ground.postgres.rows<{ ms: number }>(
    database,
    `WITH noisy AS (SELECT DISTINCT topic, partition FROM event WHERE id LIKE 'e-9000-%'),
     place AS (
       SELECT t.text AS topic, e.partition, e."offset", e.known_at, (n.topic IS NOT NULL) AS noisy
       FROM event e JOIN term t ON t.key = e.topic LEFT JOIN noisy n ON n.topic = e.topic AND n.partition = e.partition
       WHERE e.known_at BETWEEN to_timestamp($1::float8 / 1000) AND to_timestamp($2::float8 / 1000)
     )
     SELECT coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY w.ms), 0)::float8 AS ms FROM place p, LATERAL (
       SELECT extract(epoch FROM min(at) - p.known_at) * 1000 AS ms FROM fault_write f
       WHERE f.topic = p.topic AND f.partition = p.partition AND f."to" > p."offset"
     ) AS w WHERE p.noisy = $3`,
    [from, to, noisy],
  );
  return Math.round(ms);
}

/** Milliseconds until no more is unread than a second of the live load. */
async function drain(world: World, since: number): Promise<number> {
  while ((await world.unread()) > LIVE && Date.now() - since < 300_000) await sleep(100);
  return Date.now() - since;
}

/** One park says a hundred times as much as any other for a while, so that all together is ten times as much. */
async function flooded(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '46');
  const others = Array.from({ length: 10 }, (_, n) => `f${String(n + 1).padStart(2, '0')}`);
  try {
    await world.worker('a');
    await ground.postgres.rows(
      world.database,
      'CREATE INDEX fault_write_place ON fault_write (topic, partition, "to")',
    );
    const start = Date.now();
    const live = world.send({ events: LIVE * (ALONE_S + FLOOD_S + 20), rate: LIVE, parks: others });
    await sleep(ALONE_S * 1000);
    const flood = Date.now();
    const { sent } = await world.send({ events: FLOOD * FLOOD_S, rate: FLOOD, parks: ['f12'], seed: 9000 });
    const over = Date.now();
    const lag = await world.unread();
    const drained = await drain(world, over);
    await live;
    await world.settle(300_000);
    const alone = await delay(world, { from: start + 5000, to: flood, noisy: false });
    const meanwhile = await delay(world, { from: flood, to: over, noisy: false });
    const behind = await delay(world, { from: flood, to: over, noisy: true });
    const findings = new Findings()
      .note({ 'sent in the flood': sent, 'unread at its end': lag })
      .note({ 'delay of other sources (19 of 20) before': `${alone} ms` })
      .within('delay of other sources (19 of 20) in the flood', meanwhile, Math.max(LEAST_MS, 2 * alone))
      .note({
        'delay in the partitions of the flood': `${behind} ms`,
        'no more than usual is unread after': `${drained} ms`,
      });
    const rate = (lag * 1000) / Math.max(1, drained);
    // What waits for less than a second says nothing of the speed.
    findings.require(lag < FLOOD || rate >= 5 * LIVE, `drained at ${Math.round(rate)} events/s`);
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

export const FLOODS: readonly FaultRow[] = [
  {
    row: '46',
    fault: `Flood: one source at ${FLOOD} events/s for ${FLOOD_S} s, ten times all others together`,
    required:
      'bounded memory; lag to be seen; drains at ≥ 5 × the live rate; others delayed ≤ 2 × (or 1 s); std',
    run: flooded,
  },
];
