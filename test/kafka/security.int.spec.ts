import { openKafkaLog, type KafkaLogLine, type KafkaLogOptions } from '@parkpulse/adapter-kafka';
import type { EventLog } from '@parkpulse/application';
import kafkajs from 'kafkajs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createClientCertificate } from './clientSecurity.js';
import { readKafkaSetting } from './kafkaSetting.js';
import { Ledger, type Worker } from './support/ledger.js';
import { QUICK, numbered, sleep, until } from './support/logs.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, ResourcePatternTypes, logLevel } =
  kafkajs;
const SECRET = 'canary-secret-1';

whenKafka('a secured broker', () => {
  let kafka: KafkaCluster;
  let isGiven = false;
  let topics = 0;
  let log: EventLog | null = null;
  const lines: KafkaLogLine[] = [];

  beforeAll(async () => {
    kafka = await startKafka({
      security: { tls: {}, sasl: { users: { alice: SECRET, bob: 'canary-secret-2' } }, acl: true },
    });
    isGiven = kafka.origin === 'given';
    if (isGiven) return;
    const admin = new Kafka({ brokers: kafka.internal.split(','), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const allow = (resourceType: kafkajs.AclResourceTypes, resourceName: string) => ({
      ...{
        resourceType,
        resourceName,
        resourcePatternType: ResourcePatternTypes.PREFIXED,
        principal: 'User:alice',
        host: '*',
      },
      ...{ operation: AclOperationTypes.ALL, permissionType: AclPermissionTypes.ALLOW },
    });
    await admin.createAcls({
      acl: [allow(AclResourceTypes.TOPIC, 'safe.'), allow(AclResourceTypes.GROUP, 'safe.')],
    });
    await admin.disconnect();
  });
  afterEach(() => log?.close());
  afterAll(() => kafka?.stop());

  const open = (options: Partial<KafkaLogOptions>) =>
    (log = openKafkaLog({
      ...{
        brokers: kafka.bootstrap.split(','),
        groupId: 'safe.group',
        onLog: (line) => lines.push(line),
        partitions: 2,
        timing: QUICK,
      },
      ...{ ssl: { ca: kafka.ca! }, ...options },
    }));
  const alice = (mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512', password = SECRET) => ({
    mechanism,
    username: 'alice',
    password,
  });
  const faultOf = async (
    options: Partial<KafkaLogOptions>,
    topic = 'safe.any',
  ): Promise<{ code: string; alarms: Worker['alarms'] }> => {
    const worker = new Ledger().worker('a');
    await open(options).subscribe([topic], worker.subscriber);
    await until('an alarm', () => worker.alarms.length > 0, 20_000);
    await sleep(1500);
    const [alarm] = worker.alarms;
    return { code: alarm?.kind === 'unreachable' ? alarm.code : 'none', alarms: worker.alarms };
  };

  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    it(`lets in who shows its password by ${mechanism} over TLS`, async ({ skip }) => {
      if (isGiven) return skip('the broker given by KAFKA_BROKERS has its own security');
      const topic = `safe.${(topics += 1)}`;
      const own = open({ sasl: alice(mechanism) });
      await own.append(topic, numbered('k', 0, 5));
      const ledger = new Ledger();
      await own.subscribe([topic], ledger.worker('a').subscriber);
      await until('5 read', () => ledger.rows.length === 5);
    });
  }

  it('and a wrong password is KAFKA_AUTH, said once', async ({ skip }) => {
    if (isGiven) return skip();
    const { code, alarms } = await faultOf({ sasl: alice('scram-sha-256', 'canary-wrong-password') });
    expect(code).toBe('KAFKA_AUTH');
    expect(alarms).toHaveLength(1);
  });

  it('and a topic that is not granted is KAFKA_ACL', async ({ skip }) => {
    if (isGiven) return skip();
    expect((await faultOf({ sasl: alice('plain') }, 'forbidden.topic')).code).toBe('KAFKA_ACL');
    await expect(log!.append('forbidden.topic', numbered('k', 0, 1))).rejects.toMatchObject({
      code: 'KAFKA_ACL',
    });
  });

  it('and a group that is not granted is KAFKA_ACL, said once though the brokers answer', async ({
    skip,
  }) => {
    if (isGiven) return skip();
    const { code, alarms } = await faultOf({ sasl: alice('plain'), groupId: 'forbidden.group' });
    expect(code).toBe('KAFKA_ACL');
    await sleep(3000);
    expect(alarms).toHaveLength(1);
  });

  it('and a certificate that nobody vouches for is KAFKA_TLS', async ({ skip }) => {
    if (isGiven) return skip();
    expect((await faultOf({ sasl: alice('plain'), ssl: true })).code).toBe('KAFKA_TLS');
  });

  it('and no password is in any line of the log', ({ skip }) => {
    if (isGiven) return skip();
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(/canary/);
  });
});

whenKafka('a broker whose certificate has run out', () => {
  it('is KAFKA_TLS', async ({ skip }) => {
    const kafka = await startKafka({ security: { tls: { expired: true } } });
    if (kafka.origin === 'given') return skip();
    const log = openKafkaLog({
      brokers: kafka.bootstrap.split(','),
      groupId: 'g',
      ssl: { ca: kafka.ca! },
      timing: QUICK,
    });
    const worker = new Ledger().worker('a');
    await log.subscribe(['t'], worker.subscriber);
    await until('an alarm', () => worker.alarms.length > 0, 20_000);
    expect(worker.alarms).toMatchObject([{ kind: 'unreachable', code: 'KAFKA_TLS' }]);
    await log.close();
    await kafka.stop();
  });
});

whenKafka('a broker that wants to be shown a certificate', () => {
  let kafka: KafkaCluster;
  let folder: string;
  let log: EventLog | null = null;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parkpulse-client-'));
    kafka = await startKafka({ security: { tls: { clients: true } } });
  });
  afterEach(() => log?.close());
  afterAll(async () => {
    await kafka?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const open = (shown: { readonly cert?: string; readonly key?: string }) =>
    (log = openKafkaLog({
      brokers: kafka.bootstrap.split(','),
      groupId: 'shown',
      partitions: 1,
      ssl: { ca: kafka.ca!, ...shown },
      timing: QUICK,
    }));
  const refusal = async (shown: { readonly cert?: string; readonly key?: string }) => {
    const worker = new Ledger().worker('a');
    await open(shown).subscribe(['any'], worker.subscriber);
    await until('an alarm', () => worker.alarms.length > 0, 20_000);
    await sleep(1500);
    return worker.alarms;
  };

  it('lets in who shows the one it trusts, and whatever is written is read', async ({ skip }) => {
    if (kafka.origin === 'given') return skip('the broker given by KAFKA_BROKERS has its own security');
    const { cert, key } = kafka.client!;
    const own = open({ cert, key });
    await own.append('any', numbered('k', 0, 5));
    const ledger = new Ledger();
    await own.subscribe(['any'], ledger.worker('a').subscriber);
    await until('5 read', () => ledger.rows.length === 5);
    expect(ledger.rows.map(({ text }) => text)).toEqual(['k:0', 'k:1', 'k:2', 'k:3', 'k:4']);
  });

  it('and who shows none is told KAFKA_TLS, once', async ({ skip }) => {
    if (kafka.origin === 'given') return skip();
    expect(await refusal({})).toMatchObject([{ kind: 'unreachable', code: 'KAFKA_TLS' }]);
  });

  it("and who shows a stranger's is told KAFKA_TLS, once", async ({ skip }) => {
    if (kafka.origin === 'given') return skip();
    const { cert, key } = await createClientCertificate(readKafkaSetting(), folder);
    expect(await refusal({ cert, key })).toMatchObject([{ kind: 'unreachable', code: 'KAFKA_TLS' }]);
  });
});
