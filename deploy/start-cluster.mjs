// `npm run start:cluster`: two web nodes and two ingest workers over the given DATABASE_URL and KAFKA_BROKERS. With
// `--no-build` as they were built before.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildDashboard, buildServer, root } from './build.mjs';

const NODES = [
  { name: 'web-1', role: 'web' },
  { name: 'web-2', role: 'web' },
  { name: 'ingest-1', role: 'ingest' },
  { name: 'ingest-2', role: 'ingest' },
];
const CONFIGURATION_FAULT = 78;
/**
 * What a node needs is below 150 MB; without a bound the heap grows to several times that before it is tidied. Given as
 * NODE_OPTIONS=--max-old-space-size=… another bound holds.
 */
const HEAP_MB = 320;
/** Nodes finish their work within 10 s; whoever has not ended after this is killed. */
const STOP_MS = 15_000;
const FIRST_RESTART_MS = 500;
const LAST_RESTART_MS = 10_000;
const READY_MS = 90_000;

const firstPort = Number(process.env.PORT || 3000);
const running = new Map();
let isStopping = false;

for (const key of ['DATABASE_URL', 'KAFKA_BROKERS']) {
  if (process.env[key] || (key === 'DATABASE_URL' && process.env.DATABASE_URL_FILE)) continue;
  process.stderr.write(
    `${key}: not set; a cluster needs it: the embedded database and log serve one process only\n`,
  );
  process.exit(CONFIGURATION_FAULT);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));

try {
  if (!process.argv.includes('--no-build')) await Promise.all([buildServer(), buildDashboard()]);
} catch (error) {
  process.stderr.write(`ParkPulse cannot be built: ${error.message}\n`);
  process.exit(1);
}
// The first node alone brings the schema up to date and makes the first account; the others find both.
launch(NODES[0], 0);
await answers(portOf(NODES[0]));
for (const node of NODES.slice(1)) if (!isStopping) launch(node, 0);

function launch(node, failures) {
  const port = portOf(node);
  const dataDir = join(process.env.DATA_DIR || join(root, '.data'), node.name);
  const env = { ...process.env, PARKPULSE_ROLE: node.role, PORT: String(port), DATA_DIR: dataDir };
  const isBounded = /--max[-_]old[-_]space[-_]size/.test(process.env.NODE_OPTIONS ?? '');
  const flags = isBounded ? [] : [`--max-old-space-size=${HEAP_MB}`];
  const child = spawn(process.execPath, [...flags, join(root, 'apps/server/dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const startedAt = Date.now();
  running.set(node.name, child);
  label(child.stdout, node.name, process.stdout);
  label(child.stderr, node.name, process.stderr);
  say(`${node.name} (pid ${child.pid}) on port ${port}`);
  child.once('exit', (code, signal) => {
    running.delete(node.name);
    if (isStopping) return;
    if (code === CONFIGURATION_FAULT) return void stop(CONFIGURATION_FAULT);
    const again = Date.now() - startedAt > 60_000 ? 0 : failures;
    const wait = Math.min(FIRST_RESTART_MS * 2 ** again, LAST_RESTART_MS);
    say(`${node.name} ended (${signal ?? code}); it is started again in ${wait} ms`);
    setTimeout(() => isStopping || launch(node, again + 1), wait);
  });
}

async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  const ended = [...running.values()].map((child) => new Promise((done) => child.once('exit', done)));
  for (const child of running.values()) child.kill('SIGTERM');
  const late = setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), STOP_MS);
  await Promise.all(ended);
  clearTimeout(late);
  process.exit(code);
}

async function answers(port) {
  for (const end = Date.now() + READY_MS; Date.now() < end && !isStopping;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}

function portOf(node) {
  return firstPort + NODES.indexOf(node);
}

/** Puts the node's name before each line it prints. */
function label(stream, name, target) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) target.write(`[${name}] ${line}\n`);
  });
}

function say(text) {
  process.stdout.write(`[cluster] ${text}\n`);
}
