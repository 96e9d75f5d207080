import { sleep } from '../bench/postgresServer.js';
import { randomFrom } from '../bench/randomFrom.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const RTO_MS = 15_000;
const KILLS = 20;

/** Standard load W with seeded faults: workers killed, the broker stopped, the database stopped. */
async function loadWithKills(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, 'W');
  const random = randomFrom(ground.seed);
  const broker = ground.kafka.brokers[0]!;
  try {
    const workers = [await world.worker('a'), await world.worker('b')];
    const sending = world.send({ events: 120_000, rate: 2000, poison: 0.001 });
    const findings = new Findings();
    const did: string[] = [];
    let worst = 0;
    for (let turn = 0; turn < KILLS; turn += 1) {
      await sleep(1500 + random() * 3000);
      const dice = random();
      const what =
        dice < 0.7
          ? `kill -9 ${turn % 2 === 0 ? 'a' : 'b'}`
          : dice < 0.85
            ? 'broker kill -9'
            : 'database kill -9';
      if (dice < 0.7) workers[turn % 2]!.signal('SIGKILL');
      else if (dice < 0.85) await broker.kill9().then(() => broker.restart());
      else await ground.postgres.kill9().then(() => ground.postgres.launch());
      const over = Date.now();
      did.push(what);
      // Behind the end of the load there may be nothing left to commit.
      const recovery = await world.recovery(over, 30_000).catch(() => null);
      if (recovery === null) {
        const isDone = await world.settle(100).then(
          () => true,
          () => false,
        );
        findings.require(isDone, `no commit within 30 s after ${what} (${turn + 1})`);
      } else worst = Math.max(worst, recovery);
    }
    const { sent, milliseconds } = await sending;
    findings
      .within('worst RTO', worst, RTO_MS)
      .note({ faults: tally(did), 'sent at': `${Math.round((sent / milliseconds) * 1000)} events/s` });
    return await standard(world, findings);
  } finally {
    if (!broker.running) await broker.restart();
    await world.close();
  }
}

function tally(all: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(', ');
}

export const LOAD: readonly FaultRow[] = [
  {
    row: 'W',
    fault: `Standard load W (120,000 events, 6 partitions) with ${KILLS} seeded kills`,
    required: '0 lost, 0 doubled, poison in dead letters; each RTO ≤ 15 s; ≤ 512 MB',
    run: loadWithKills,
  },
];
