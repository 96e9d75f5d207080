import { type Server, createServer } from 'node:http';
import { produce, toMessage } from '../bench/produce.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Worker } from '../bench/worker.js';
import { type Ground, PASSWORD, World } from '../bench/world.js';

const MINUTE = 60_000;
const LATEST_MS = 15_000;

interface Delivery {
  readonly id: string;
  readonly at: number;
}

/** A receiver of webhooks that writes down what comes. */
async function receive(heard: Delivery[]): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    heard.push({ id: String(request.headers['x-delivery-id']), at: Date.now() });
    request.resume().on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

async function addChannel(worker: Worker, url: string): Promise<void> {
  const post = async (path: string, body: unknown, cookie: string) => {
    const headers = { 'content-type': 'application/json', ...(cookie === '' ? {} : { cookie }) };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${worker.address}/api/v1${path}`, init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  };
  const cookie = await post('/session', { username: 'admin', password: PASSWORD }, '');
  await post('/channels', { kind: 'webhook', name: 'faults', url, minSeverity: 'reminder' }, cookie);
}

/** A level falls; the worker that is to tell of it dies at a point of the delivery and is started again. */
async function toldOver(
  ground: Ground,
  row: string,
  failpoint: string,
  mostCopies: number,
): Promise<Outcome> {
  const heard: Delivery[] = [];
  const { server, port } = await receive(heard);
  const world = await World.open(ground, row);
  try {
    const worker = await world.worker('a', {
      failpoint,
      env: { PARKPULSE_ROLE: 'all', PARKPULSE_OUTBOUND_ALLOW: `127.0.0.1:${port}` },
    });
    await addChannel(worker, `http://127.0.0.1:${port}/hook`);
    const say = (id: string, ago: number, numerator: number) =>
      produce(world, [
        toMessage('f01', id, new Date(Date.now() - ago * MINUTE).toISOString(), [
          { measure: 'iot_access_ratio_design', numerator, denominator: 1000 },
        ]),
      ]);
    await say('high', 300, 850);
    await world.settle();
    await say('low', 100, 300);
    for (const end = Date.now() + 60_000; worker.endings.length === 0; await sleep(50))
      if (Date.now() > end) throw new Error(`the failpoint ${failpoint} was never reached`);
    await worker.ready();
    const up = Date.now();
    while (!heard.some(({ at }) => at > worker.endings[0]!.at) && Date.now() - up < 60_000) await sleep(50);
    // Whatever might come beyond what is owed.
    await sleep(15_000);
    const ids = new Set(heard.map(({ id }) => id));
    const last = heard.findLast(({ at }) => at > worker.endings[0]!.at)?.at ?? Infinity;
    const findings = new Findings()
      .within('told after it was back', Math.max(0, last - up), LATEST_MS)
      .note({ deliveries: heard.length, 'different ids': ids.size })
      .require(ids.size === 1, 'not one message')
      .require(heard.length <= mostCopies, `${heard.length} copies`);
    return { faults: findings.faults, figures: findings.figures };
  } finally {
    server.close();
    await world.close();
  }
}

export const NOTICES: readonly FaultRow[] = [
  {
    row: '7',
    fault: 'kill -9 after a notification was queued and taken up, before it is sent',
    required: 'sent once, ≤ 15 s after the restart',
    run: (ground) => toldOver(ground, '7', 'queued:1', 1),
  },
  {
    row: '8',
    fault: 'kill -9 after a notification was sent, before that is noted',
    required: 'at most 1 copy more, with the same X-Delivery-Id',
    run: (ground) => toldOver(ground, '8', 'told:1', 2),
  },
];
