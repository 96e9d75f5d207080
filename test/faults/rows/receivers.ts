import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificate } from '../../kafka/clientSecurity.js';
import { readKafkaSetting } from '../../kafka/kafkaSetting.js';
import { AlertWorld } from '../bench/alertWorld.js';
import { sleep } from '../bench/postgresServer.js';
import { type Answering, Receiver, TAKES } from '../bench/receiver.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Ground } from '../bench/world.js';

const MINUTE = 60_000;
const SICK_MS = 45_000;
const WELL_MS = 15_000;
const RECOVERED_MS = 60_000;

/** What is wrong with each receiver; `refused` has nobody listening, `tls` shows a certificate nobody vouches for. */
const SICK: Readonly<Record<string, Answering>> = {
  slow: (response) => void setTimeout(() => response.end('ok'), 30_000),
  error500: (response) => void response.writeHead(500).end('no'),
  busy429: (response) => void response.writeHead(429, { 'retry-after': '20' }).end('later'),
  redirect: (response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
};
const ERRCODE: Answering = (response) => void response.end('{"errcode":-1,"errmsg":"system busy"}');

interface Cast {
  readonly well: Receiver;
  readonly errcode: Receiver;
  readonly tls: Receiver;
  readonly sick: ReadonlyMap<string, Receiver>;
  /** Where nobody listens until somebody does. */
  readonly refusedPort: number;
}

async function openCast(): Promise<Cast> {
  const sick = new Map<string, Receiver>();
  for (const [name, answering] of Object.entries(SICK)) {
    const receiver = await Receiver.open();
    receiver.answering = answering;
    sick.set(name, receiver);
  }
  const [well, errcode, refused] = [await Receiver.open(), await Receiver.open(), await Receiver.open()];
  errcode.answering = ERRCODE;
  const refusedPort = refused.port;
  refused.close();
  const folder = mkdtempSync(join(tmpdir(), 'parkpulse-faults-tls-'));
  const { keystore, password } = await createCertificate(readKafkaSetting(), folder);
  const tls = await Receiver.open({ tls: { pfx: readFileSync(keystore), passphrase: password } });
  rmSync(folder, { recursive: true });
  return { well, errcode, tls, sick, refusedPort };
}

async function addChannels(bench: AlertWorld, cast: Cast): Promise<void> {
  const hook = (port: number, scheme = 'http') => `${scheme}://127.0.0.1:${port}/hook`;
  // The sick ones first: a channel that works must not wait for them.
  for (const [name, { port }] of cast.sick) await bench.channel(name, hook(port));
  await bench.channel('refused', hook(cast.refusedPort));
  await bench.channel('tls', hook(cast.tls.port, 'https'));
  await bench.channel('errcode', hook(cast.errcode.port), 'wecom');
  await bench.channel('well', hook(cast.well.port));
}

async function sickReceivers(ground: Ground): Promise<Outcome> {
  const cast = await openCast();
  const all = [cast.well, cast.errcode, cast.tls, ...cast.sick.values()];
  const ports = [...all.map(({ port }) => port), cast.refusedPort];
  const bench = await AlertWorld.open(ground, '50', { ports });
  for (const receiver of all) receiver.ledger = bench.ledger;
  let late: Receiver | null = null;
  try {
    await bench.policy({ groupWaitSeconds: 0, quietHours: null });
    await addChannels(bench, cast);
    await bench.say(850, MINUTE);
    await bench.world.settle();
    await bench.say(300, 0);
    await bench.until('the regression', (alerts) => alerts.some(({ fired }) => fired !== null));
    const fired = Date.now();
    await sleep(SICK_MS);
    const findings = whileSick(cast, fired);
    const states = await outcomes(bench);
    findings.require(
      !states.some(({ name, state }) => name !== 'well' && state === 'delivered'),
      'a sick receiver counts as told',
    );
    for (const receiver of [...cast.sick.values(), cast.errcode]) receiver.answering = TAKES;
    late = await Receiver.open({ port: cast.refusedPort });
    late.ledger = bench.ledger;
    await afterwards(bench, findings);
    const codes = (await outcomes(bench)).filter(({ name }) => name === 'tls').map(({ code }) => code);
    findings.note({ 'bad certificate told as': codes.join(', ') });
    await bench.check(findings, { mayWait: true });
    return findings;
  } finally {
    await bench.close(...all, ...(late === null ? [] : [late]));
  }
}

function whileSick({ well, tls, sick, errcode }: Cast, fired: number): Findings {
  const findings = new Findings();
  findings
    .within('the one that works is told after', (well.taken[0]?.at ?? Infinity) - fired, WELL_MS)
    .require(well.heard.length === 1, `the one that works heard ${well.heard.length} times`)
    .require(tls.heard.length === 0, 'a message went to somebody with a bad certificate');
  for (const [name, { heard }] of [...sick, ['errcode', errcode] as const]) {
    const gaps = heard.slice(1).map(({ at }, index) => at - heard[index]!.at);
    findings.note({
      [`tries of ${name}, seconds apart`]: `${gaps.map((gap) => Math.round(gap / 1000)).join(' ')}`,
    });
    findings.require(heard.length > 0, `${name} was never tried`);
    findings.require(
      gaps.every((gap) => gap >= 700),
      `${name} was tried again at once`,
    );
    findings.require(
      new Set(heard.map(({ id }) => id)).size <= 1,
      `${name} heard different ids of one message`,
    );
  }
  const waits = sick.get('busy429')?.heard ?? [];
  findings.require(waits.length < 2 || waits[1]!.at - waits[0]!.at >= 20_000, 'Retry-After was not obeyed');
  return findings;
}

/** Every receiver that is well again is told within a minute. */
async function afterwards(bench: AlertWorld, findings: Findings): Promise<void> {
  const back = Date.now();
  const owed = new Set(['slow', 'error500', 'busy429', 'redirect', 'refused', 'errcode']);
  while (owed.size > 0 && Date.now() - back < RECOVERED_MS + 5000) {
    for (const { name, state } of await outcomes(bench)) if (state === 'delivered') owed.delete(name);
    await sleep(250);
  }
  findings.within('all told after they were well again', Date.now() - back, RECOVERED_MS);
  findings.require(owed.size === 0, `not told: ${[...owed].join(', ')}`);
}

async function outcomes({ world }: AlertWorld) {
  return world.ground.postgres.rows<{ name: string; state: string; code: string | null }>(
    world.database,
    `SELECT DISTINCT ON (o.id) c.name, o.state, d.code FROM outbox o JOIN channel c ON c.key = o.channel
     LEFT JOIN delivery d ON d.message = o.id ORDER BY o.id, d.key DESC`,
  );
}

export const RECEIVERS: readonly FaultRow[] = [
  {
    row: '50',
    fault:
      'Receivers: refused, 30 s slow, 500, 429 with Retry-After, 200 with an errcode, 302, bad TLS; well again after 45 s',
    required:
      'growing pauses; a slow one never delays others; an errcode is a failure; no redirect followed; told ≤ 60 s after recovery',
    run: sickReceivers,
  },
];
