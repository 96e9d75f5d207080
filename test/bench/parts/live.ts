import kafkajs from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { startServer } from '../contenders.js';
import { runName } from '../contest.js';
import { type Figure, quantile, show } from '../figures.js';
import type { Ground } from '../ground.js';
import { MEASURES, PARKS, fillTopics } from '../load.js';
import type { BenchOptions } from '../options.js';
import { Session } from '../session.js';
import { measureCrowd } from './crowd.js';
import { MEASURE, type Send, changeOf, sender, watch } from './watching.js';

const BROWSERS = 50;
const EVENTS_PER_SECOND = 200;
const TICK_MS = 50;
const BETWEEN_PROBES_MS = 350;

interface Probe {
  readonly indicator: (patch: { readonly indicators: readonly { readonly id: string }[] }) => boolean;
  readonly sentAt: number;
  heard: number;
}

/**
 * Goals 4 and 11. An event goes into Kafka; how long until the level it changes is in the sockets of 50 browsers, while 200
 * events a second come in for the other parks? And how do 1,000 browsers of one park fare?
 */
export async function measureLive(ground: Ground, options: BenchOptions): Promise<readonly Figure[]> {
  const prefix = `${runName('live')}.`;
  await fillTopics(ground.kafka.bootstrap, {
    prefix,
    events: 0,
    perEvent: 1,
    from: 0,
    resendEvery: 0,
    values: 'steady',
  });
  const database = await ground.database({ migrated: true });
  const server = await startServer({
    DATABASE_URL: database.url,
    KAFKA_BROKERS: ground.kafka.bootstrap,
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: runName('live'),
  });
  const brokers = ground.kafka.bootstrap.split(',');
  const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  const sockets: Socket[] = [];
  try {
    await producer.connect();
    const session = await Session.open(server);
    for (let n = 0; n < BROWSERS; n += 1) sockets.push(await watch(session));
    const send = sender(producer, prefix);
    const latency = await measureLatency(sockets, send, options.quick ? 15 : 60);
    for (const socket of sockets.splice(0)) socket.close();
    const crowd = options.quick ? { size: 200, lastsMs: 4000 } : { size: 1000, lastsMs: 20_000 };
    return [latency, ...(await measureCrowd({ server, send, ...crowd }))];
  } finally {
    for (const socket of sockets) socket.close();
    await producer.disconnect();
    await server.stop();
    await ground.drop(database);
  }
}

async function measureLatency(sockets: readonly Socket[], send: Send, times: number): Promise<Figure> {
  const load = new AbortController();
  const background = sendBackground(send, load.signal);
  const probing = probe(sockets, send, times).finally(() => load.abort());
  const [latencies] = await Promise.all([probing, background]);
  const [half, most, p99] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share)) as [
    number,
    number,
    number,
  ];
  return {
    ...{ goal: 4, unit: 'ms', rounds: [p99], target: '≤ 50 ms', isMet: p99 <= 50 },
    name: `event in Kafka → change in ${BROWSERS} browsers at ${EVENTS_PER_SECOND} events/s, p99`,
    note: `median ${show(half)} ms, p95 ${show(most)} ms of ${latencies.length}; pushes of a park are at least 100 ms apart`,
  };
}

async function sendBackground(send: Send, until: AbortSignal): Promise<void> {
  const perTick = (EVENTS_PER_SECOND * TICK_MS) / 1000;
  for (let tick = 0; !until.aborted; tick += 1) {
    const events = Array.from({ length: perTick }, (_, n) => {
      const number = tick * perTick + n;
      return {
        park: 1 + (number % (PARKS.length - 1)),
        measure: MEASURES[number % MEASURES.length] ?? MEASURE,
        numerator: (number * 31) % 1000,
      };
    });
    await Promise.all([send(events), pause(TICK_MS)]);
  }
}

/** Sends changes of one park, one at a time, and returns how long each took to each of the sockets, milliseconds. */
async function probe(sockets: readonly Socket[], send: Send, times: number): Promise<readonly number[]> {
  const latencies: number[] = [];
  let current: Probe | null = null;
  for (const socket of sockets) {
    socket.on('patch', (patch: Parameters<Probe['indicator']>[0]) => {
      if (current === null || !current.indicator(patch)) return;
      current.heard += 1;
      latencies.push(performance.now() - current.sentAt);
    });
  }
  for (let n = 0; n < times; n += 1) {
    const own: Probe = {
      indicator: ({ indicators }) => indicators.some(({ id }) => id === 'I10'),
      sentAt: performance.now(),
      heard: 0,
    };
    current = own;
    await send([changeOf(n)]);
    for (const end = performance.now() + 10_000; own.heard < sockets.length; await pause(5))
      if (performance.now() > end)
        throw new Error(`only ${own.heard} of ${sockets.length} browsers heard of change ${n}`);
    await pause(BETWEEN_PROBES_MS);
  }
  // The first changes warm the server up.
  return latencies.slice(3 * sockets.length);
}
