import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, PartitionAssigners, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ledger } from './support/ledger.js';
import { Logs, numbered, until } from './support/logs.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

whenKafka('a process started in place of one that was killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parkpulse-members-'));
  let kafka: KafkaCluster;
  let logs: Logs;
  beforeAll(async () => {
    kafka = await startKafka();
    logs = new Logs(kafka);
  });
  afterAll(async () => {
    await logs?.close();
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes the dead one out of its group instead of waiting for the end of its session', async () => {
    const topic = `members.${process.pid}.${Date.now()}`;
    const nodeFile = join(folder, 'kafka-node');
    writeFileSync(nodeFile, 'abcdef123456');
    const ledger = new Ledger();
    const session = 60_000;
    const log = logs.open({ groupId: topic, nodeFile, timing: { session } });
    await log.append(topic, numbered('k', 0, 10));
    // Stands in for the killed process: a member that says nothing any more, with a minute of its session left.
    const dead = new Kafka({
      brokers: kafka.bootstrap.split(','),
      clientId: 'parkpulse-abcdef123456',
      logLevel: logLevel.NOTHING,
    }).consumer({
      groupId: topic,
      sessionTimeout: session,
      partitionAssigners: [PartitionAssigners.roundRobin],
    });
    let isMember = false;
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    dead.on(dead.events.GROUP_JOIN, () => (isMember = true));
    await dead.connect();
    await dead.subscribe({ topics: [topic], fromBeginning: true });
    await dead.run({ autoCommit: false, eachBatch: () => asleep });
    await until('the first is a member', () => isMember);
    const subscription = await log.subscribe([topic], ledger.worker('b').subscriber);
    await until('all stored, long before the session ends', () => ledger.rows.length === 10, 20_000);
    expect(new Set(ledger.places()).size).toBe(10);
    await subscription.stop();
    wake();
    await dead.disconnect();
  });
});
