import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { createCertificate } from '../../kafka/clientSecurity.js';
import { readKafkaSetting } from '../../kafka/kafkaSetting.js';
import { type KafkaCluster, startKafka } from '../../kafka/startKafka.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { saysReady } from './brokers.js';
import { standard } from './standard.js';

const ALICE = 'canary-password-of-alice';
const BOB = 'canary-password-of-bob';
const TOLD_MS = 20_000;

interface Case {
  readonly name: string;
  readonly code: 'KAFKA_AUTH' | 'KAFKA_ACL' | 'KAFKA_TLS';
  readonly kafka: KafkaCluster;
  readonly env: Readonly<Record<string, string>>;
}

const sasl = (user: string, password: string) => ({
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: user,
  KAFKA_SASL_PASSWORD: password,
});

async function allow(world: World, user: string): Promise<void> {
  const { AclResourceTypes, ResourcePatternTypes, AclOperationTypes, AclPermissionTypes } = kafkajs;
  const grant = (resourceType: kafkajs.AclResourceTypes) => ({
    ...{ resourceType, resourceName: world.database, resourcePatternType: ResourcePatternTypes.PREFIXED },
    ...{ principal: `User:${user}`, host: '*' },
    ...{ operation: AclOperationTypes.ALL, permissionType: AclPermissionTypes.ALLOW },
  });
  await world.administer((admin) =>
    admin.createAcls({ acl: [grant(AclResourceTypes.TOPIC), grant(AclResourceTypes.GROUP)] }),
  );
}

/** What lines of a log say, the most frequent first. */
function mostSaid(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const { msg } = JSON.parse(line) as { msg: string };
    counts.set(msg, (counts.get(msg) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([msg, count]) => `${count} × ${msg}`)
    .join(', ');
}

/** One process that the brokers refuse: it lives, says why by a code, and does not start over and over. */
async function refusedAs(world: World, { name, code, kafka, env }: Case, findings: Findings): Promise<void> {
  const started = Date.now();
  const worker = await world.worker(name, {
    env: {
      PARKPULSE_ROLE: 'all',
      KAFKA_BROKERS: kafka.bootstrap,
      KAFKA_GROUP_ID: `${world.database}.${name}`,
      ...env,
    },
  });
  await saysReady(worker, 'kafka', 'unavailable', TOLD_MS);
  while (!worker.log.includes(code) && Date.now() - started < TOLD_MS) await sleep(100);
  findings
    .within(`${name}: told ${code} after`, Date.now() - started, TOLD_MS)
    .require(worker.log.includes(code), `${name}: the log does not say ${code}`);
  await sleep(5000);
  const lines = worker.log
    .split('\n')
    .filter((line) => line.includes('"level":5') || line.includes('"level":4'));
  findings
    .note({ [`${name}: lines of trouble`]: lines.length })
    .require(
      lines.length <= 12,
      `${name}: ${lines.length} lines of trouble in a few seconds: ${mostSaid(lines)}`,
    )
    .require(worker.endings.length === 0, `${name}: the process ended`)
    .require(!worker.log.includes('canary'), `${name}: a password is in the log`);
  await worker.end('SIGTERM');
}

async function secured(ground: Ground): Promise<Outcome> {
  const security = { tls: {}, sasl: { users: { alice: ALICE, bob: BOB } }, acl: true };
  const kafka = await startKafka({ security });
  const expired = await startKafka({ security: { tls: { expired: true } } });
  const folder = mkdtempSync(join(tmpdir(), 'parkpulse-faults-ca-'));
  const world = await World.open({ ...ground, kafka }, '24');
  const findings = new Findings();
  try {
    await allow(world, 'alice');
    const ca = { KAFKA_SSL_CA: kafka.ca ?? '' };
    const { pem } = await createCertificate(readKafkaSetting(), folder);
    const cases: readonly Case[] = [
      { name: 'password', code: 'KAFKA_AUTH', kafka, env: { ...ca, ...sasl('alice', 'canary-wrong') } },
      { name: 'acl', code: 'KAFKA_ACL', kafka, env: { ...ca, ...sasl('bob', BOB) } },
      { name: 'ca', code: 'KAFKA_TLS', kafka, env: { KAFKA_SSL_CA: pem, ...sasl('alice', ALICE) } },
      { name: 'expired', code: 'KAFKA_TLS', kafka: expired, env: { KAFKA_SSL_CA: expired.ca ?? '' } },
    ];
    for (const each of cases) await refusedAs(world, each, findings);
    await world.worker('right', { env: { KAFKA_BROKERS: kafka.bootstrap, ...ca, ...sasl('alice', ALICE) } });
    await world.send({ events: 2000 });
    return await standard(world, findings);
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([kafka.stop(), expired.stop()]);
  }
}

export const SECURED: readonly FaultRow[] = [
  {
    row: '24',
    fault:
      'Brokers by SASL_SSL with ACLs: wrong password, no grant, wrong CA, certificate run out; then right',
    required:
      'KAFKA_AUTH, KAFKA_ACL, KAFKA_TLS; no crash loop; no secret in the log; std with the right ones',
    run: secured,
  },
];
