import { AlertWorld, PARK } from '../bench/alertWorld.js';
import { sleep } from '../bench/postgresServer.js';
import { produceTo } from '../bench/produce.js';
import { type Heard, Receiver } from '../bench/receiver.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Ground, World } from '../bench/world.js';

const GATEWAYS = 500;
const AT_ONCE = 100;
const MINUTE = 60_000;
const WATCHED_MS = 130_000;
const MOST_A_MINUTE = 18;

const name = (n: number): string => `gw-${String(n).padStart(3, '0')}`;
const iso = (at: number): string => new Date(at).toISOString();

/** Registers gateways and lets each of them drop four times: an alert each, all found by the first look at the park. */
async function flap(world: World): Promise<void> {
  const now = Date.now();
  for (let from = 0; from < GATEWAYS; from += AT_ONCE) {
    const own = Array.from({ length: AT_ONCE }, (_, n) => name(from + n));
    const entries = own.map((id) => ({
      id: `entry-${id}`,
      key: `${PARK}/device/${id}`,
      type: 'registry.entry',
      time: iso(now - 600 * MINUTE),
      data: {
        kind: 'device',
        id,
        effectiveFrom: iso(now - 600 * MINUTE),
        attributes: { category: 'gateway', nominalPeriodSeconds: 60 },
      },
    }));
    await produceTo(world, 'registry', PARK, entries);
  }
  for (const minutes of [400, 300, 200, 100, 20]) {
    for (let from = 0; from < GATEWAYS; from += AT_ONCE) {
      const time = iso(now - minutes * MINUTE);
      const devices = Array.from({ length: AT_ONCE }, (_, n) => ({
        device: name(from + n),
        state: 'online',
        time,
      }));
      await produceTo(world, 'devices', PARK, [
        { id: `state-${minutes}-${from}`, type: 'device.status', time, data: { devices } },
      ]);
    }
  }
}

/** Most messages in any minute. */
function densest(heard: readonly Heard[]): number {
  return Math.max(
    0,
    ...heard.map(({ at }) => heard.filter((other) => other.at >= at && other.at < at + MINUTE).length),
  );
}

function listed(heard: readonly Heard[]): number {
  const scopes = heard.flatMap(({ body }) =>
    (JSON.parse(body) as { alerts: readonly { scope: string }[] }).alerts.map(({ scope }) => scope),
  );
  return new Set(scopes).size;
}

async function manyAtOnce(ground: Ground): Promise<Outcome> {
  const [robot, webhook] = [await Receiver.open(), await Receiver.open()];
  const bench = await AlertWorld.open(ground, '51', { ports: [robot.port, webhook.port], before: flap });
  for (const receiver of [robot, webhook]) receiver.ledger = bench.ledger;
  try {
    await bench.policy({ quietHours: null });
    await bench.channel('robot', `http://127.0.0.1:${robot.port}/hook`, 'wecom');
    await bench.channel('webhook', `http://127.0.0.1:${webhook.port}/hook`);
    const fired = (alerts: readonly { fired: number | null; rule: string }[]) =>
      alerts.filter(({ rule, fired: at }) => rule === 'A06' && at !== null);
    await bench.until('the alerts', (alerts) => fired(alerts).length >= GATEWAYS, 180_000);
    await sleep(WATCHED_MS);
    const times = fired(await bench.alerts()).map(({ fired: at }) => at ?? 0);
    const findings = new Findings()
      .note({ 'alerts fired': times.length })
      .within('fired within', Math.round(Math.max(...times) - Math.min(...times)), MINUTE)
      .within('messages to the robot in any minute', densest(robot.heard), MOST_A_MINUTE, '')
      .note({ 'messages to the robot': robot.heard.length, 'messages to the webhook': webhook.heard.length })
      .require(robot.heard.length > 0, 'the robot was told nothing');
    const count = listed(webhook.heard);
    findings
      .note({ 'alerts listed': count })
      .require(count >= GATEWAYS, `${count} of ${GATEWAYS} alerts are listed`);
    await bench.check(findings, { mayWait: true });
    return findings;
  } finally {
    await bench.close(robot, webhook);
  }
}

export const STORM: readonly FaultRow[] = [
  {
    row: '51',
    fault: `${GATEWAYS} alerts in a minute`,
    required: `grouped: ≤ ${MOST_A_MINUTE} messages a minute to a robot; what is sent lists all ${GATEWAYS}`,
    run: manyAtOnce,
  },
];
