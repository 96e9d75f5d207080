import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

/** Two instances: assessments and publishing are done once, and go on when the one that does them dies. */
async function twoInstances(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '55');
  try {
    const workers = [await world.worker('a'), await world.worker('b')];
    const sending = world.send({ events: 18_000, rate: 500 });
    await sleep(8000);
    const held = async () =>
      (
        await ground.postgres.rows<{ holder: string; epoch: number; pid: number }>(
          world.database,
          'SELECT holder, epoch::int FROM lease',
        )
      )[0];
    const before = await held();
    const findings = new Findings().require(before !== undefined, 'nobody holds the right to publish');
    // Which of the two holds it only the database knows: kill one, and if it was not that one, the other.
    let takeover = Infinity;
    for (const worker of workers) {
      worker.signal('SIGSTOP');
      const stopped = Date.now();
      while (Date.now() - stopped < 20_000 && takeover === Infinity) {
        await sleep(200);
        const now = await held();
        if (now !== undefined && now.epoch > (before?.epoch ?? 0)) takeover = Date.now() - stopped;
      }
      worker.signal('SIGKILL');
      worker.signal('SIGCONT');
      if (takeover < Infinity) break;
      await sleep(5000);
    }
    findings.within('takeover of publishing', takeover, 15_000);
    await sending;
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

export const CLUSTER: readonly FaultRow[] = [
  {
    row: '55',
    fault: 'Two instances active; the one that publishes stands still, then dies',
    required: 'done once (lease, fencing); takeover ≤ 15 s',
    run: twoInstances,
  },
];
