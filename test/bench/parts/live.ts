import kafkajs from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Socket, io } from 'socket.io-client';
import type { Child } from '../children.js';
import { startServer } from '../contenders.js';
import { runName } from '../contest.js';
import { type Figure, quantile, show } from '../figures.js';
import type { Ground } from '../ground.js';
import { MEASURES, PARKS, PARTITIONS, fillTopics } from '../load.js';
import type { BenchOptions } from '../options.js';
import { Session } from '../session.js';

const BROWSERS = 50;
const EVENTS_PER_SECOND = 200;
const PROBED = PARKS[0] as string;
/** I10 rises and falls with it. */
const MEASURE = 'iot_access_ratio_design';
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
    return options.quick ? [latency] : [latency, ...(await measureCrowd({ session, sockets, send, server }))];
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

async function watch(session: Session): Promise<Socket> {
  const socket = io(`${session.url}/live`, {
    ...{
      extraHeaders: { cookie: session.cookie },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    },
  });
  const snapshot = new Promise((resolve, reject) => {
    socket.once('snapshot', resolve);
    socket.once('connect_error', reject);
  });
  await socket.emitWithAck('watch', { park: PROBED });
  await snapshot;
  return socket;
}

type Send = (
  events: readonly { readonly park: number; readonly measure: string; readonly numerator: number }[],
) => Promise<void>;

function sender(producer: kafkajs.Producer, prefix: string): Send {
  let sent = 0;
  const from = Date.now() - 60_000;
  return async (events) => {
    const messages = events.map(({ park, measure, numerator }) => {
      sent += 1;
      const subject = PARKS[park] as string;
      const event = {
        ...{
          specversion: '1.0',
          id: `live-${sent}`,
          source: `urn:live:${subject}`,
          type: 'parkpulse.measure.reading.v1',
          subject,
        },
        time: new Date(from + sent).toISOString(),
        data: { readings: [{ measure, numerator, denominator: 1000 }] },
      };
      const headers = { 'content-type': 'application/cloudevents+json' };
      return { key: subject, value: JSON.stringify(event), headers, partition: park % PARTITIONS };
    });
    await producer.send({ topic: `${prefix}measures`, acks: -1, messages });
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
    await send([{ park: 0, measure: MEASURE, numerator: n % 2 === 0 ? 830 : 100 }]);
    for (const end = performance.now() + 10_000; own.heard < sockets.length; await pause(5))
      if (performance.now() > end)
        throw new Error(`only ${own.heard} of ${sockets.length} browsers heard of change ${n}`);
    await pause(BETWEEN_PROBES_MS);
  }
  // The first changes warm the server up.
  return latencies.slice(3 * sockets.length);
}

interface Crowd {
  readonly session: Session;
  readonly sockets: Socket[];
  readonly send: Send;
  readonly server: Child;
}

const CROWD = 1000;
const CROWD_MS = 10_000;

/** Goal 11: 1,000 browsers on one park that changes ten times a second: how far the last is behind the first. */
async function measureCrowd({ session, sockets, send, server }: Crowd): Promise<readonly Figure[]> {
  while (sockets.length < CROWD) sockets.push(await watch(session));
  const { first, behind } = listen(sockets);
  server.mark();
  const begun = performance.now();
  for (let n = 0; performance.now() - begun < CROWD_MS; n += 1)
    await Promise.all([
      send([{ park: 0, measure: MEASURE, numerator: n % 2 === 0 ? 830 : 100 }]),
      pause(100),
    ]);
  const seconds = (performance.now() - begun) / 1000;
  server.endCount();
  const share = (100 * server.cpuSeconds) / seconds;
  const p99 = quantile(behind, 0.99);
  const rate = `${show(first.size / seconds)} pushes a second to each`;
  return [
    {
      ...{
        goal: 11,
        name: `${CROWD} browsers of one park, from the first that hears to the others, p99`,
        unit: 'ms',
      },
      ...{ rounds: [p99], target: '≤ 60 ms', isMet: p99 <= 60, note: rate },
    },
    {
      ...{
        goal: 11,
        name: `CPU of the whole server meanwhile (ingest and assessment included)`,
        unit: '% of a core',
      },
      ...{ rounds: [share], target: '≤ 20 %', isMet: share <= 20 },
    },
  ];
}

/** Notes, per revision, when the first socket hears of it, and how many milliseconds later each other one. */
function listen(sockets: readonly Socket[]) {
  const first = new Map<number, number>();
  const behind: number[] = [];
  for (const socket of sockets) {
    socket.on('patch', ({ revision }: { readonly revision: number }) => {
      const now = performance.now();
      const seen = first.get(revision);
      if (seen === undefined) first.set(revision, now);
      behind.push(now - (seen ?? now));
    });
  }
  return { first, behind };
}
