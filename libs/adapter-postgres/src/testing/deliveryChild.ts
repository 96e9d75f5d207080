import { request } from 'node:http';
import { type ChannelTarget, type Notifier, type SendOutcome, startDelivery } from '@parkpulse/application';
import { OPEN_BOX } from '../alerts/secretBox.js';
import { PostgresOutbox } from '../alerts/postgresOutbox.js';
import { Database } from '../driver/database.js';
import type { ConnectionParts } from '../openPostgres.js';

// Works the outbox until it is killed, by its own hand at one point of the way.
const { connection, dieAt } = JSON.parse(process.env['CHILD_VALUES'] ?? '{}') as {
  readonly connection: ConnectionParts;
  readonly dieAt: 'before-send' | 'after-send' | 'never';
};

const DELIVERED: SendOutcome = {
  kind: 'delivered',
  status: 200,
  code: null,
  excerpt: '',
  retryAfterMs: null,
  milliseconds: 1,
};

const notifier: Notifier = {
  async send(target, message, { id }) {
    if (dieAt === 'before-send') process.kill(process.pid, 'SIGKILL');
    await post(target, id, JSON.stringify(message.lines.map(({ alert, status }) => `${alert} ${status}`)));
    if (dieAt === 'after-send') process.kill(process.pid, 'SIGKILL');
    return DELIVERED;
  },
  checkUrl: () => Promise.resolve(null),
  ping: () => Promise.resolve(DELIVERED),
};

function post({ url }: ChannelTarget, id: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { 'x-delivery-id': id } }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const database = new Database({
  connection,
  name: 'delivery',
  size: 4,
  statementTimeoutMs: 15_000,
  idleInTransactionMs: 60_000,
  onError: () => undefined,
});
startDelivery({
  outbox: new PostgresOutbox(database, OPEN_BOX),
  notifier,
  clock: { now: () => Date.now() },
  onError: (error) => console.log('error', String(error)),
  onTried: () => console.log('tried'),
});
console.log('working');
