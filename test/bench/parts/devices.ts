import kafkajs from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../contenders.js';
import { runName } from '../contest.js';
import { type Figure, show } from '../figures.js';
import type { BenchDatabase, Ground } from '../ground.js';
import { PARKS, fillTopics } from '../load.js';

const DEVICES = 100_000;
const PARK = PARKS[0] as string;
const MINUTE = 60_000;
/** Minutes of event time: more heartbeats than are kept one by one (40), so that growth shows if there is any. */
const MINUTES = 60;
/** Times faster than life: 16,700 heartbeats a second. */
const SPEED = 10;
/** Heartbeats in one event, and events a minute that make one heartbeat of every device. */
const PER_EVENT = 500;
const EVENTS_A_MINUTE = DEVICES / PER_EVENT;
const REGISTER_AT_ONCE = 2000;
const PATIENCE_MS = 240_000;
/** The server's heap may grow to this, so that what is kept shows and not what V8 has not collected yet. */
const HEAP_MB = 1024;

/**
 * Issue "rates from raw telemetry": one park of 100,000 registered devices, each with one heartbeat a minute, through Kafka,
 * the server and the database. What memory does it take, and does it stay?
 */
export async function measureDevices(
  ground: Ground,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const prefix = `${runName('devices')}.`;
  const plan = { prefix, events: 0, perEvent: 1, from: 0, resendEvery: 0, values: 'steady' as const };
  await fillTopics(ground.kafka.bootstrap, plan);
  const database = await ground.database({ migrated: true });
  const environment = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: ground.kafka.bootstrap,
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: runName('devices'),
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
  };
  let server = await startServer(environment);
  const kafka = new kafkajs.Kafka({
    brokers: ground.kafka.bootstrap.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  try {
    await producer.connect();
    const begun = performance.now();
    await register(producer, prefix);
    await settled(ground, database, { states: 0, entries: DEVICES });
    say(`devices: ${DEVICES} registered and assessed after ${show((performance.now() - begun) / 1000)} s`);
    server.mark();
    const live = performance.now();
    await beat(producer, prefix);
    const seconds = (performance.now() - live) / 1000;
    server.endCount();
    const lag = await settled(ground, database, { states: DEVICES * MINUTES, entries: DEVICES });
    const share = await onlineTime(ground, database);
    await server.stop();
    const { memory, highestMb, cpuSeconds } = server;
    server = await startServer(environment);
    await beatOnce(producer, prefix);
    const restart = await settled(ground, database, {
      states: DEVICES * MINUTES + PER_EVENT,
      entries: DEVICES,
    });
    return figuresOf({ memory, highestMb, cpu: cpuSeconds / seconds, lag, share, restart });
  } finally {
    await producer.disconnect();
    await server.stop();
    await ground.drop(database);
  }
}

const deviceOf = (n: number): string => `D-${String(n).padStart(6, '0')}`;

async function register(producer: kafkajs.Producer, prefix: string): Promise<void> {
  const effectiveFrom = new Date(Date.now() - 3 * 60 * MINUTE).toISOString();
  for (let first = 0; first < DEVICES; first += REGISTER_AT_ONCE) {
    const messages = Array.from({ length: REGISTER_AT_ONCE }, (_, n) =>
      messageOf({
        id: `register-${first + n}`,
        type: 'parkpulse.registry.entry.v1',
        data: {
          kind: 'device',
          id: deviceOf(first + n),
          effectiveFrom,
          attributes: { nominalPeriodSeconds: 60, majorHazard: (first + n) % 10 === 0 },
        },
      }),
    );
    await producer.send({ topic: `${prefix}registry`, acks: -1, messages });
  }
}

/** One heartbeat a minute of every device, spread over the minute; the hour before now, ten times faster than it went by. */
async function beat(producer: kafkajs.Producer, prefix: string): Promise<void> {
  const begun = Date.now();
  const total = EVENTS_A_MINUTE * MINUTES;
  for (let event = 0; event < total; event += 1) {
    const sinceBegun = (event * MINUTE) / EVENTS_A_MINUTE;
    await pause(Math.max(0, begun + sinceBegun / SPEED - Date.now()));
    const first = (event % EVENTS_A_MINUTE) * PER_EVENT;
    const devices = Array.from({ length: PER_EVENT }, (_, n) => ({
      device: deviceOf(first + n),
      state: 'online',
    }));
    const time = new Date(begun - MINUTES * MINUTE + sinceBegun).toISOString();
    const message = messageOf({
      id: `beat-${event}`,
      type: 'parkpulse.device.status.v1',
      time,
      data: { devices },
    });
    await producer.send({ topic: `${prefix}devices`, acks: -1, messages: [message] });
  }
}

/** One event of now: a server that has just started must know everything again to take it in. */
async function beatOnce(producer: kafkajs.Producer, prefix: string): Promise<void> {
  const devices = Array.from({ length: PER_EVENT }, (_, n) => ({ device: deviceOf(n), state: 'online' }));
  const message = messageOf({ id: 'beat-last', type: 'parkpulse.device.status.v1', data: { devices } });
  await producer.send({ topic: `${prefix}devices`, acks: -1, messages: [message] });
}

function messageOf(event: {
  readonly time?: string;
  readonly id: string;
  readonly type: string;
  readonly data: object;
}): kafkajs.Message {
  const fixed = {
    specversion: '1.0',
    source: 'urn:bench:devices',
    subject: PARK,
    time: new Date().toISOString(),
  };
  return {
    key: PARK,
    value: JSON.stringify({ ...fixed, ...event }),
    partition: 0,
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

/** Waits until all is stored and assessed, each fact once; returns the seconds it took. */
async function settled(
  ground: Ground,
  database: BenchDatabase,
  expected: { readonly states: number; readonly entries: number },
): Promise<number> {
  const begun = performance.now();
  const text = `SELECT (SELECT count(*) FROM device_state)::int AS states, (SELECT count(*) FROM registry_entry)::int AS entries,
    (SELECT count(*) FROM park_touch)::int AS touches, (SELECT count(*) FROM dead_letter)::int AS letters`;
  for (;;) {
    const [held] = await ground.rows<Record<string, number>>(database, text);
    const { states = 0, entries = 0, touches = 0, letters = 0 } = held ?? {};
    if (letters > 0 || states > expected.states || entries > expected.entries)
      throw new Error(`LOST OR DOUBLED: ${JSON.stringify(held)}, not ${JSON.stringify(expected)}`);
    if (states === expected.states && entries === expected.entries && touches === 0)
      return (performance.now() - begun) / 1000;
    if (performance.now() - begun > PATIENCE_MS) throw new Error(`not settled: ${JSON.stringify(held)}`);
    await pause(200);
  }
}

/** The online rate as it was derived last: seconds online of seconds due. */
async function onlineTime(ground: Ground, database: BenchDatabase): Promise<string> {
  const [value] = await ground.rows<{ readonly numerator: string; readonly denominator: string }>(
    database,
    `SELECT l.numerator, l.denominator FROM measure_log l JOIN term t ON t.key = l.measure
     WHERE t.text = 'monitor_online_ratio' AND l.known_to IS NULL AND l.numerator IS NOT NULL ORDER BY l.at DESC LIMIT 1`,
  );
  return `${value?.numerator ?? '?'} of ${value?.denominator ?? '?'} s`;
}

interface Measured {
  readonly memory: readonly number[];
  readonly highestMb: number;
  readonly cpu: number;
  readonly lag: number;
  readonly share: string;
  /** Seconds from the start of a server until it has read everything back and assessed one event more. */
  readonly restart: number;
}

const SAMPLES_A_MINUTE = 300;

function figuresOf({ memory, highestMb, cpu, lag, share, restart }: Measured): readonly Figure[] {
  const lastMinutes = (from: number, to: number): number => {
    const part = memory.slice(memory.length - from * SAMPLES_A_MINUTE, memory.length - to * SAMPLES_A_MINUTE);
    return part.reduce((sum, mb) => sum + mb, 0) / part.length;
  };
  // By then every device has more heartbeats than are kept one by one.
  const slope = lastMinutes(1, 0) - lastMinutes(2, 1);
  const title = `${DEVICES.toLocaleString('en-US')} devices of one park, one heartbeat a minute, heap ≤ ${HEAP_MB} MB`;
  return [
    {
      ...{ goal: 10, name: `${title}: memory of the server`, unit: 'MB', rounds: [highestMb] },
      note: `${SPEED} times faster than life; ${show(slope)} MB/min over the last two of ${MINUTES / SPEED} minutes; online time ${share}; all stored and assessed ${show(lag)} s after the last`,
    },
    { goal: 10, name: `${title}: CPU of the server`, unit: '% of a core', rounds: [100 * cpu] },
    {
      ...{ goal: 10, name: `${title}: restart until assessed again`, unit: 's', rounds: [restart] },
      note: `${(DEVICES * MINUTES).toLocaleString('en-US')} heartbeats read back`,
    },
  ];
}
