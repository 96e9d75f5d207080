import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bench/root.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';

const CONFIGURATION_FAULT = 78;
const LATEST_MS = 3000;
const SECRET = 'canary-77';

/** What is set, and the keys that must be named for it. */
const CASES: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
  [{ PORT: '70000' }, ['PORT']],
  [{ PORT: SECRET }, ['PORT']],
  [{ HOST: 'no host' }, ['HOST']],
  [{ HOST: '203.0.113.1' }, ['HOST']],
  [{ DATABASE_URL: `mysql://root:${SECRET}@x/y` }, ['DATABASE_URL']],
  [{ DATABASE_URL: 'not a url' }, ['DATABASE_URL']],
  [{ DATABASE_URL_FILE: '/no/such/file' }, ['DATABASE_URL_FILE']],
  [{ DATABASE_URL: 'postgres://a/b', DATABASE_URL_FILE: '/no/such/file' }, ['DATABASE_URL']],
  [{ KAFKA_BROKERS: 'localhost' }, ['KAFKA_BROKERS']],
  [{ KAFKA_BROKERS: 'a:9092,,b:9092' }, ['KAFKA_BROKERS']],
  [{ KAFKA_SSL: 'maybe' }, ['KAFKA_SSL']],
  [{ KAFKA_SSL_CA: SECRET }, ['KAFKA_SSL_CA']],
  [{ KAFKA_SASL_USERNAME: 'park' }, ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_PASSWORD']],
  [{ KAFKA_SASL_MECHANISM: 'gssapi', KAFKA_SASL_PASSWORD: SECRET }, ['KAFKA_SASL_MECHANISM']],
  [{ KAFKA_TOPIC_PREFIX: 'a b' }, ['KAFKA_TOPIC_PREFIX']],
  [{ PARKPULSE_ROLE: 'web' }, ['DATABASE_URL', 'KAFKA_BROKERS']],
  [{ PARKPULSE_ROLE: 'boss' }, ['PARKPULSE_ROLE']],
  [{ PARKPULSE_DEMO: 'perhaps' }, ['PARKPULSE_DEMO']],
  [{ PARKPULSE_ADMIN_PASSWORD: SECRET }, ['PARKPULSE_ADMIN_PASSWORD']],
  [{ PARKPULSE_TIME_ZONE: 'Asia/Atlantis' }, ['PARKPULSE_TIME_ZONE']],
  [{ PARKPULSE_OUTBOUND_ALLOW: '10.0.0.0/99' }, ['PARKPULSE_OUTBOUND_ALLOW']],
  [{ PARKPULSE_PUBLIC_URL: 'ftp://x' }, ['PARKPULSE_PUBLIC_URL']],
  [{ DATA_DIR: '/proc/nowhere' }, ['DATA_DIR']],
  [{ LOG_LEVEL: 'chatty', PORT: '-1' }, ['LOG_LEVEL', 'PORT']],
];

interface Start {
  readonly code: number | null;
  readonly ms: number;
  readonly out: string;
}

function start(env: Readonly<Record<string, string>>, folder: string): Promise<Start> {
  const from = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'apps/server/dist/main.js')], {
      env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, PARKPULSE_DEMO: 'off', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.once('exit', (code) => {
      clearTimeout(late);
      resolve({ code, ms: Date.now() - from, out });
    });
  });
}

async function badSettings(): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'parkpulse-faults-settings-'));
  const findings = new Findings();
  let longest = 0;
  try {
    for (const [env, keys] of CASES) {
      // An address that is not ours is only found out once there is a database to serve.
      const isLate = env['HOST'] === '203.0.113.1';
      const { code, ms, out } = await start(env, folder);
      if (!isLate) longest = Math.max(longest, ms);
      const name = Object.keys(env).join(' and ');
      const lines = out.split('\n').filter((line) => /^[A-Z_]+: [^;]+; .+$/.test(line));
      const missing = keys.filter((key) => !lines.some((line) => line.startsWith(`${key}: `)));
      findings
        .require(code === CONFIGURATION_FAULT, `${name}: ended with ${code}, not ${CONFIGURATION_FAULT}`)
        .require(missing.length === 0, `${name}: nothing is said of ${missing.join(', ')}`)
        .require(lines.length === keys.length, `${name}: ${lines.length} lines, not ${keys.length}`)
        .require(!out.includes(SECRET), `${name}: the value is echoed`);
    }
    return findings.note({ cases: CASES.length }).within('longest', longest, LATEST_MS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const SETTINGS: readonly FaultRow[] = [
  {
    row: '59',
    fault: `Bad configuration at start (${CASES.length} cases)`,
    required: 'exit 78 in ≤ 3 s; a line per fault with key, class of value and fix; no secret echoed',
    run: badSettings,
  },
];
