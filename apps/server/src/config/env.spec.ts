import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { faultLine, readEnvironment } from './env.js';

const folder = mkdtempSync(join(tmpdir(), 'parkpulse-env-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (source: Record<string, string>) => readEnvironment({ DATA_DIR: folder, ...source });
const faultsOf = (source: Record<string, string>) => {
  const reading = read(source);
  return reading.kind === 'faults' ? reading.faults : [];
};
const environmentOf = (source: Record<string, string>) => {
  const reading = read(source);
  if (reading.kind === 'faults') throw new Error(reading.faults.map(faultLine).join('\n'));
  return reading.environment;
};

describe('the environment', () => {
  it('has defaults for everything', () => {
    expect(environmentOf({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: folder,
      databaseUrl: null,
      kafka: null,
      role: 'all',
      demo: true,
      adminPassword: null,
      timeZone: 'Asia/Shanghai',
      outboundAllow: [],
      publicUrl: null,
      messageDays: 400,
      logLevel: 'info',
    });
  });

  it('takes an empty value for one that is not set', () => {
    expect(environmentOf({ PORT: '', HOST: ' ', PARKPULSE_DEMO: '' })).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      demo: true,
    });
  });

  it('reads Kafka settings and turns the demonstration off beside a real Kafka unless asked', () => {
    const kafka = {
      KAFKA_BROKERS: 'a:9092, b:9093',
      KAFKA_SSL: 'on',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'park',
      KAFKA_SASL_PASSWORD: 's3cret',
    };
    expect(environmentOf(kafka)).toMatchObject({
      demo: false,
      kafka: {
        brokers: ['a:9092', 'b:9093'],
        ssl: true,
        sasl: { mechanism: 'scram-sha-512', username: 'park', password: 's3cret' },
        groupId: 'parkpulse',
        topicPrefix: 'park.',
      },
    });
    expect(environmentOf({ ...kafka, PARKPULSE_DEMO: 'on' }).demo).toBe(true);
  });

  it('reads what Kafka is to be trusted by, and what to show it, from files', () => {
    const texts = {
      ca: '-----BEGIN CERTIFICATE-----\nY2E=\n-----END CERTIFICATE-----',
      cert: '-----BEGIN CERTIFICATE-----\nb3Vycw==\n-----END CERTIFICATE-----',
      key: '-----BEGIN PRIVATE KEY-----\na2V5\n-----END PRIVATE KEY-----',
    };
    const files: Record<string, string> = { KAFKA_BROKERS: 'a:9093' };
    for (const [name, text] of Object.entries(texts)) {
      files[`KAFKA_SSL_${name.toUpperCase()}_FILE`] = join(folder, name);
      writeFileSync(join(folder, name), `${text}\n`);
    }
    expect(environmentOf(files).kafka?.ssl).toEqual(texts);
    const { KAFKA_SSL_CERT_FILE: _cert, KAFKA_SSL_KEY_FILE: _key, ...caOnly } = files;
    expect(environmentOf(caOnly).kafka?.ssl).toEqual({ ca: texts.ca });
    expect(faultsOf({ ...caOnly, KAFKA_SSL: 'off' }).map(({ key }) => key)).toEqual(['KAFKA_SSL']);
  });

  it('reads a secret from a file, without the line end', () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'correct horse battery\n');
    expect(environmentOf({ PARKPULSE_ADMIN_PASSWORD_FILE: file }).adminPassword).toBe(
      'correct horse battery',
    );
  });

  it('reports all faults at once', () => {
    const keys = faultsOf({
      PORT: 'x',
      HOST: 'a b',
      PARKPULSE_ROLE: 'boss',
      LOG_LEVEL: 'loud',
      PARKPULSE_TIME_ZONE: 'Mars',
    });
    expect(keys.map(({ key }) => key).sort()).toEqual([
      'HOST',
      'LOG_LEVEL',
      'PARKPULSE_ROLE',
      'PARKPULSE_TIME_ZONE',
      'PORT',
    ]);
  });
});

describe('a faulty environment', () => {
  it.each([
    [{ PORT: '70000' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ PORT: '80.5' }, 'PORT'],
    [{ HOST: 'no host' }, 'HOST'],
    [{ DATABASE_URL: 'mysql://x/y' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'not a url' }, 'DATABASE_URL'],
    [{ DATABASE_URL_FILE: '/no/such/file' }, 'DATABASE_URL_FILE'],
    [{ DATABASE_URL: 'postgres://a/b', DATABASE_URL_FILE: '/no/such/file' }, 'DATABASE_URL'],
    [{ KAFKA_BROKERS: 'localhost' }, 'KAFKA_BROKERS'],
    [{ KAFKA_BROKERS: 'a:9092,,b:9092' }, 'KAFKA_BROKERS'],
    [{ KAFKA_BROKERS: 'a:0' }, 'KAFKA_BROKERS'],
    [{ KAFKA_SSL: 'maybe' }, 'KAFKA_SSL'],
    [{ KAFKA_SSL_CA: 'hunter2' }, 'KAFKA_SSL_CA'],
    [{ KAFKA_SSL_KEY: '-----BEGIN PRIVATE KEY-----' }, 'KAFKA_SSL_CERT'],
    [{ KAFKA_SASL_USERNAME: 'park' }, 'KAFKA_SASL_MECHANISM'],
    [{ KAFKA_SASL_MECHANISM: 'gssapi' }, 'KAFKA_SASL_MECHANISM'],
    [{ KAFKA_TOPIC_PREFIX: 'a b' }, 'KAFKA_TOPIC_PREFIX'],
    [{ PARKPULSE_ROLE: 'web' }, 'DATABASE_URL'],
    [{ PARKPULSE_ROLE: 'ingest', DATABASE_URL: 'postgres://a/b' }, 'KAFKA_BROKERS'],
    [{ PARKPULSE_DEMO: 'perhaps' }, 'PARKPULSE_DEMO'],
    [{ PARKPULSE_ADMIN_PASSWORD: 'short' }, 'PARKPULSE_ADMIN_PASSWORD'],
    [{ PARKPULSE_ADMIN_PASSWORD: 'change-me-please' }, 'PARKPULSE_ADMIN_PASSWORD'],
    [{ PARKPULSE_TIME_ZONE: 'Asia/Atlantis' }, 'PARKPULSE_TIME_ZONE'],
    [{ PARKPULSE_OUTBOUND_ALLOW: '10.0.0.0/99' }, 'PARKPULSE_OUTBOUND_ALLOW'],
    [{ PARKPULSE_PUBLIC_URL: 'ftp://x' }, 'PARKPULSE_PUBLIC_URL'],
    [{ PARKPULSE_MESSAGE_DAYS: '29' }, 'PARKPULSE_MESSAGE_DAYS'],
    [{ PARKPULSE_MESSAGE_DAYS: '90d' }, 'PARKPULSE_MESSAGE_DAYS'],
    [{ DATA_DIR: '/proc/nowhere' }, 'DATA_DIR'],
    [{ LOG_LEVEL: 'chatty' }, 'LOG_LEVEL'],
  ])('%j is told by its key and what to do', (source, key) => {
    const faults = faultsOf(source);
    expect(faults.map((fault) => fault.key)).toContain(key);
    for (const fault of faults) expect(faultLine(fault)).toMatch(/^[A-Z_]+: [^;]+; .+$/);
  });

  it.each([
    { PARKPULSE_ADMIN_PASSWORD: 'hunter2' },
    { KAFKA_SASL_PASSWORD: 'hunter2' },
    { KAFKA_SSL_KEY: 'hunter2' },
    { DATABASE_URL: 'mysql://root:hunter2@x/y' },
    { PORT: 'hunter2' },
  ])('never echoes the value: %#', (source) => {
    expect(faultsOf(source).map(faultLine).join('\n')).not.toContain('hunter2');
  });
});
