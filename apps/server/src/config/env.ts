import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { makeFolder } from './makeFolder.js';
import {
  brokerList,
  hostName,
  messageDays,
  outboundList,
  password,
  pem,
  portNumber,
  switchWord,
  timeZone,
  url,
  words,
} from './values.js';

/** How the process is set up. Nothing but this file reads the environment. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly kafka: KafkaSettings | null;
  readonly role: 'all' | 'ingest' | 'web';
  readonly demo: boolean;
  readonly adminPassword: string | null;
  readonly timeZone: string;
  readonly outboundAllow: readonly string[];
  /** Where browsers reach ParkPulse when it stands behind a proxy; `https:` makes cookies Secure and turns HSTS on. */
  readonly publicUrl: URL | null;
  /** Days for which told notifications and their delivery log are kept. */
  readonly messageDays: number;
  readonly logLevel: string;
}

export interface KafkaSettings {
  readonly brokers: readonly string[];
  /** Whether to speak TLS; texts in PEM where other certificates are to be trusted or one of ours is to be shown. */
  readonly ssl: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
  readonly groupId: string;
  readonly topicPrefix: string;
}

/** One thing wrong with the environment: the key, what kind of value it has and what to do. Never the value itself. */
export interface EnvironmentFault {
  readonly key: string;
  readonly valueClass: string;
  readonly fix: string;
}

export type EnvironmentReading =
  | { readonly kind: 'environment'; readonly environment: Environment }
  | { readonly kind: 'faults'; readonly faults: readonly EnvironmentFault[] };

type Source = Readonly<Record<string, string | undefined>>;

/** May also be given as the name of a file that holds them. */
const FILED = [
  'DATABASE_URL',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_SSL_CA',
  'KAFKA_SSL_CERT',
  'KAFKA_SSL_KEY',
  'PARKPULSE_ADMIN_PASSWORD',
] as const;

const KEYS = z.object({
  HOST: hostName.default('127.0.0.1'),
  PORT: portNumber.default(3000),
  DATA_DIR: z.string().default('./.data'),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  KAFKA_BROKERS: brokerList.optional(),
  KAFKA_SSL: switchWord.optional(),
  KAFKA_SSL_CA: pem('CERTIFICATE').optional(),
  KAFKA_SSL_CERT: pem('CERTIFICATE').optional(),
  KAFKA_SSL_KEY: pem('PRIVATE KEY').optional(),
  KAFKA_SASL_MECHANISM: words('plain', 'scram-sha-256', 'scram-sha-512').optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_GROUP_ID: z.string().default('parkpulse'),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,100}$/, 'use letters, digits, ".", "_" and "-" only')
    .default('park.'),
  PARKPULSE_ROLE: words('all', 'ingest', 'web').default('all'),
  PARKPULSE_DEMO: switchWord.optional(),
  PARKPULSE_ADMIN_PASSWORD: password.optional(),
  PARKPULSE_TIME_ZONE: timeZone.default('Asia/Shanghai'),
  PARKPULSE_OUTBOUND_ALLOW: outboundList.default([]),
  PARKPULSE_PUBLIC_URL: url(['http:', 'https:']).optional(),
  PARKPULSE_MESSAGE_DAYS: messageDays,
  LOG_LEVEL: words('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
});

type Values = z.infer<typeof KEYS>;

/** Reads and checks the whole environment; all faults are reported together. An empty value counts as not set. */
export function readEnvironment(source: Source = process.env): EnvironmentReading {
  const faults: EnvironmentFault[] = [];
  const texts = collectTexts(source, faults);
  const parsed = KEYS.safeParse(texts);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const key = String(issue.path[0]);
      faults.push({ key, valueClass: classOf(texts[key]), fix: issue.message });
    }
  } else {
    faults.push(...contradictions(parsed.data), ...unusableDataDir(parsed.data));
  }
  if (faults.length > 0 || !parsed.success) return { kind: 'faults', faults };
  return { kind: 'environment', environment: toEnvironment(parsed.data) };
}

/** Writes one fault as a line for the terminal. */
export function faultLine({ key, valueClass, fix }: EnvironmentFault): string {
  return `${key}: ${valueClass}; ${fix}`;
}

function collectTexts(source: Source, faults: EnvironmentFault[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key of Object.keys(KEYS.shape)) {
    const text = source[key];
    if (text !== undefined && text.trim() !== '') texts[key] = text.trim();
  }
  for (const key of FILED) {
    const path = source[`${key}_FILE`];
    if (path === undefined || path.trim() === '') continue;
    if (texts[key] !== undefined) {
      faults.push({ key, valueClass: 'set twice', fix: `set either ${key} or ${key}_FILE` });
      continue;
    }
    const text = readSecret(`${key}_FILE`, path.trim(), faults);
    if (text !== null) texts[key] = text;
  }
  return texts;
}

function readSecret(key: string, path: string, faults: EnvironmentFault[]): string | null {
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (text !== '') return text;
    faults.push({ key, valueClass: 'the name of an empty file', fix: 'write the secret into it' });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    faults.push({ key, valueClass: `a file that cannot be read (${reason})`, fix: 'name a readable file' });
  }
  return null;
}

function contradictions(values: Values): readonly EnvironmentFault[] {
  const faults: EnvironmentFault[] = [];
  const missing = (key: string, fix: string) => faults.push({ key, valueClass: 'not set', fix });
  if (values.PARKPULSE_ROLE !== 'all') {
    const why = `PARKPULSE_ROLE=${values.PARKPULSE_ROLE} needs it: the embedded database and log serve one process only`;
    if (values.DATABASE_URL === undefined) missing('DATABASE_URL', why);
    if (values.KAFKA_BROKERS === undefined) missing('KAFKA_BROKERS', why);
  }
  const sasl = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;
  if (sasl.some((key) => values[key] !== undefined)) {
    for (const key of sasl)
      if (values[key] === undefined) missing(key, 'SASL needs mechanism, user name and password');
  }
  return [...faults, ...tlsContradictions(values)];
}

function tlsContradictions(values: Values): readonly EnvironmentFault[] {
  const faults: EnvironmentFault[] = [];
  if ((values.KAFKA_SSL_CERT === undefined) !== (values.KAFKA_SSL_KEY === undefined)) {
    const key = values.KAFKA_SSL_KEY === undefined ? 'KAFKA_SSL_KEY' : 'KAFKA_SSL_CERT';
    faults.push({
      key,
      valueClass: 'not set',
      fix: 'a certificate of ours needs both KAFKA_SSL_CERT and KAFKA_SSL_KEY',
    });
  }
  if (values.KAFKA_SSL === false && Object.keys(tlsOf(values)).length > 0) {
    faults.push({ key: 'KAFKA_SSL', valueClass: 'off', fix: 'turn it on, or leave out KAFKA_SSL_*' });
  }
  return faults;
}

function tlsOf({ KAFKA_SSL_CA: ca, KAFKA_SSL_CERT: cert, KAFKA_SSL_KEY: key }: Values) {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function unusableDataDir({ DATA_DIR }: Values): readonly EnvironmentFault[] {
  const reason = makeFolder(resolve(DATA_DIR));
  if (reason === null) return [];
  return [
    {
      key: 'DATA_DIR',
      valueClass: `a folder that cannot be written (${reason})`,
      fix: 'name a writable folder',
    },
  ];
}

function classOf(text: string | undefined): string {
  if (text === undefined) return 'not set';
  if (/^-?\d+$/.test(text)) return 'a whole number';
  if (/^-?\d*\.\d+$/.test(text)) return 'a number';
  return `a text of ${text.length} characters`;
}

function toEnvironment(values: Values): Environment {
  return {
    host: values.HOST,
    port: values.PORT,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    kafka: toKafka(values),
    role: values.PARKPULSE_ROLE,
    demo: values.PARKPULSE_DEMO ?? values.KAFKA_BROKERS === undefined,
    adminPassword: values.PARKPULSE_ADMIN_PASSWORD ?? null,
    timeZone: values.PARKPULSE_TIME_ZONE,
    outboundAllow: values.PARKPULSE_OUTBOUND_ALLOW,
    publicUrl: values.PARKPULSE_PUBLIC_URL === undefined ? null : new URL(values.PARKPULSE_PUBLIC_URL),
    messageDays: values.PARKPULSE_MESSAGE_DAYS,
    logLevel: values.LOG_LEVEL,
  };
}

function toKafka(values: Values): KafkaSettings | null {
  if (values.KAFKA_BROKERS === undefined) return null;
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: secret,
  } = values;
  const tls = tlsOf(values);
  const complete = mechanism !== undefined && username !== undefined && secret !== undefined;
  return {
    brokers: values.KAFKA_BROKERS,
    ssl: Object.keys(tls).length > 0 ? tls : (values.KAFKA_SSL ?? false),
    sasl: complete ? { mechanism, username, password: secret } : null,
    groupId: values.KAFKA_GROUP_ID,
    topicPrefix: values.KAFKA_TOPIC_PREFIX,
  };
}
