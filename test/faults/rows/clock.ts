import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlertWorld, MEASURE, PARK } from '../bench/alertWorld.js';
import { produce, toMessage } from '../bench/produce.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Ground } from '../bench/world.js';

const HOUR = 3_600_000;
const TOLD_MS = 60_000;
const WATCHED_MS = 45_000;

/** Speaks every few seconds, as a park that is well does. */
class Speaker {
  private isOver = false;
  private readonly speaking: Promise<void>;

  constructor(bench: AlertWorld) {
    this.speaking = this.speak(bench);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.speaking;
  }

  private async speak({ world }: AlertWorld): Promise<void> {
    for (let n = 0; !this.isOver; n += 1) {
      const reading = { measure: MEASURE, numerator: 850, denominator: 1000 };
      await produce(world, [toMessage(PARK, `tick-${n}`, new Date().toISOString(), [reading])]);
      await sleep(3000);
    }
  }
}

async function skewAlert({ world }: AlertWorld): Promise<boolean> {
  const rows = await world.ground.postgres.rows(
    world.database,
    `SELECT 1 FROM alert WHERE rule = 'A19' AND scope = 'clock' AND fired_at IS NOT NULL`,
  );
  return rows.length > 0;
}

async function otherAlerts({ world }: AlertWorld): Promise<readonly string[]> {
  const rows = await world.ground.postgres.rows<{ what: string }>(
    world.database,
    `SELECT concat_ws(' ', rule, indicator, scope, phase) AS what FROM alert WHERE NOT (rule = 'A19' AND scope = 'clock')`,
  );
  return rows.map(({ what }) => what);
}

/** The clock of the process jumps ahead, then falls back; what is sent is right all the time. */
async function wrongClock(ground: Ground): Promise<Outcome> {
  const file = join(process.env['TMPDIR'] ?? '/tmp', `parkpulse-clock-${process.pid}-${Date.now()}`);
  writeFileSync(file, '0');
  const env = {
    NODE_OPTIONS: `--import=${new URL('../../../faults/preload/clock.mjs', import.meta.url).href}`,
  };
  const bench = await AlertWorld.open(ground, '47', { env: { ...env, CLOCK_FILE: file } });
  try {
    await bench.say(850, 2 * HOUR);
    const speaker = new Speaker(bench);
    await sleep(20_000);
    const findings = new Findings();
    writeFileSync(file, String(2 * HOUR));
    const jumped = Date.now();
    while (!(await skewAlert(bench)) && Date.now() - jumped < 2 * TOLD_MS) await sleep(500);
    findings.within('told of the clock 2 h ahead', Date.now() - jumped, TOLD_MS);
    await sleep(WATCHED_MS);
    const ahead = await otherAlerts(bench);
    writeFileSync(file, String(-HOUR));
    await sleep(WATCHED_MS);
    const behind = (await otherAlerts(bench)).filter((what) => !ahead.includes(what));
    writeFileSync(file, '0');
    await sleep(15_000);
    await speaker.end();
    await bench.world.settle();
    const letters = await ground.postgres.rows<{ code: string }>(
      bench.world.database,
      'SELECT code FROM dead_letter',
    );
    findings
      .require(ahead.length === 0, `false alerts while ahead: ${ahead.join(', ')}`)
      .require(behind.length === 0, `false alerts while behind: ${behind.join(', ')}`)
      .require(letters.length === 0, `${letters.length} good events were refused: ${letters[0]?.code}`)
      .require(bench.worker.endings.length === 0, 'the process ended');
    await bench.check(findings);
    return findings;
  } finally {
    await bench.close();
  }
}

export const CLOCK: readonly FaultRow[] = [
  {
    row: '47',
    fault: 'The clock of the process jumps 2 h ahead, then to 1 h behind, then back',
    required: 'an alert on the clock ≤ 1 min; nothing fires or ends falsely; no good event refused',
    run: wrongClock,
  },
];
