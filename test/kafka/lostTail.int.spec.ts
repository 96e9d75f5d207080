import type { EventLog } from '@parkpulse/application';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KafkaBroker } from './kafkaBroker.js';
import { Ledger, type Worker } from './support/ledger.js';
import { Logs, numbered, sleep, until } from './support/logs.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

whenKafka('a log that lost its tail and was written on', () => {
  let kafka: KafkaCluster;
  let logs: Logs;
  let count = 0;
  const fresh = () => `tail.${process.pid}.${Date.now()}.${(count += 1)}`;
  beforeAll(async () => {
    kafka = await startKafka({ properties: { 'log.cleaner.backoff.ms': '200' } });
    logs = new Logs(kafka);
  });
  afterAll(async () => {
    await logs?.close();
    await kafka?.stop();
  });

  /** Runs a step, then puts the disk of the broker back to where it was before it. */
  const undone = async (broker: KafkaBroker, step: () => Promise<void>) => {
    const copy = `${broker.folder}-copy`;
    await broker.stop();
    cpSync(broker.folder, copy, { recursive: true });
    await broker.restart();
    await step();
    await broker.kill9();
    rmSync(broker.folder, { recursive: true });
    renameSync(copy, broker.folder);
    await broker.restart();
  };
  const texts = (ledger: Ledger) => ledger.rows.map(({ text }) => text);
  const names = (key: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `${key}:${from + n}`);
  /** Reads until something is so, as a worker that comes and goes. */
  const read = async (log: EventLog, topic: string, { subscriber }: Worker, isSo: () => boolean) => {
    const subscription = await log.subscribe([topic], subscriber);
    await until('what was to be read', isSo);
    await subscription.stop();
  };

  it('is told from the one that was read, though it is longer; all there is is read again, and only once', async ({
    skip,
  }) => {
    const broker = kafka.brokers[0];
    if (broker === undefined) return skip('the broker given by KAFKA_BROKERS is not ours to stop');
    const topic = fresh();
    const ledger = new Ledger();
    const worker = ledger.worker('a');
    const log = logs.open({ groupId: topic, partitions: 1 });
    await log.append(topic, numbered('kept', 0, 10));
    await undone(broker, async () => {
      await log.append(topic, numbered('lost', 10, 10));
      await read(log, topic, worker, () => ledger.rows.length === 20);
    });
    // Past the offset that is stored: bounds alone tell nothing.
    await log.append(topic, numbered('new', 10, 30));
    await read(log, topic, worker, () => ledger.stands(0) === 40);
    expect(worker.alarms.filter(({ kind }) => kind !== 'unreachable' && kind !== 'reachable')).toEqual([
      { kind: 'replaced', before: 20, stream: expect.objectContaining({ topic, partition: 0 }) as unknown },
    ]);
    expect(texts(ledger)).toEqual([
      ...names('kept', 0, 10),
      ...names('lost', 10, 20),
      ...names('kept', 0, 10),
      ...names('new', 10, 40),
    ]);
    worker.alarms.length = 0;
    await log.append(topic, numbered('new', 40, 1));
    await read(log, topic, worker, () => ledger.stands(0) === 41);
    expect(worker.alarms).toEqual([]);
  });

  it('is told while somebody listens too, and no new record is passed over', async ({ skip }) => {
    const broker = kafka.brokers[0];
    if (broker === undefined) return skip('the broker given by KAFKA_BROKERS is not ours to stop');
    const topic = fresh();
    const ledger = new Ledger();
    const worker = ledger.worker('a');
    const log = logs.open({ groupId: topic, partitions: 1 });
    await log.append(topic, numbered('kept', 0, 10));
    const subscription = await log.subscribe([topic], worker.subscriber);
    await undone(broker, async () => {
      await log.append(topic, numbered('lost', 10, 10));
      await until('20 stored', () => ledger.rows.length === 20);
    });
    await logs.open({ groupId: `${topic}.other` }).append(topic, numbered('new', 10, 30));
    await until(
      'the new ones',
      () => names('new', 10, 40).every((name) => texts(ledger).includes(name)),
      60_000,
    );
    await subscription.stop();
    // Which one depends on whether it looks before or after the new records are there.
    expect(worker.alarms.filter(({ kind }) => kind === 'replaced' || kind === 'recreated')).not.toEqual([]);
  });

  it('is not told where an older version has left nothing to tell it by', async () => {
    const topic = fresh();
    const ledger = new Ledger();
    const worker = ledger.worker('a');
    const log = logs.open({ groupId: topic, partitions: 1 });
    await log.append(topic, numbered('k', 0, 5));
    await read(log, topic, worker, () => ledger.rows.length === 5);
    ledger.forgetTails();
    await log.append(topic, numbered('k', 5, 5));
    await read(log, topic, worker, () => ledger.rows.length === 10);
    expect(texts(ledger)).toEqual(names('k', 0, 10));
    expect(worker.alarms).toEqual([]);
  });

  it('is not mistaken for one that was compacted: the record it is known by may be gone', async () => {
    const topic = fresh();
    const admin = logs.client().admin();
    await admin.connect();
    const settings = {
      'cleanup.policy': 'compact',
      'segment.ms': '200',
      'min.cleanable.dirty.ratio': '0.01',
      'message.timestamp.type': 'LogAppendTime',
    };
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
    await admin.disconnect();
    const ledger = new Ledger();
    const worker = ledger.worker('a');
    const log = logs.open({ groupId: topic });
    for (const key of ['a', 'b', 'c']) await log.append(topic, numbered(key, 0, 1));
    await read(log, topic, worker, () => ledger.rows.length === 3);
    await log.append(topic, numbered('c', 1, 1));
    const isGone = async () => {
      // A segment is compacted once another was begun behind it.
      await sleep(300);
      await log.append(topic, numbered('d', 0, 1));
      const look = new Ledger();
      const other = logs.open({ groupId: `${topic}.${count}.${Date.now()}` });
      await read(other, topic, look.worker('b'), () => texts(look).includes('d:0'));
      return !texts(look).includes('c:0');
    };
    await until('compacted', isGone, 90_000);
    await read(log, topic, worker, () => texts(ledger).includes('c:1'));
    expect(worker.alarms).toEqual([]);
    expect(texts(ledger).filter((text) => text === 'a:0')).toHaveLength(1);
  });
});
