import { readFileSync } from 'node:fs';
import { readConfig } from './config.js';
import { GatewayServer } from './server/gatewayServer.js';
import { HTTP_SINK_DEFAULTS, HttpSink } from './sink/httpSink.js';

/** The exit code of sysexits.h for a configuration error. */
const EX_CONFIG = 78;

function log(level: 'info' | 'warn' | 'error', message: string, facts: object = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts })}\n`);
}

async function run(): Promise<void> {
  const result = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (result.kind === 'faults') {
    for (const fault of result.faults) process.stderr.write(`${fault}\n`);
    process.exitCode = EX_CONFIG;
    return;
  }
  const { url, token, ...options } = result.config;
  const onTrouble = (reason: string, attempt: number) => log('warn', reason, { attempt });
  const sink = new HttpSink({ ...HTTP_SINK_DEFAULTS, url, token, onTrouble });
  const onRefused = (code: string, detail: string, peer: string) => log('warn', detail, { code, peer });
  const server = new GatewayServer({ ...options, sink, onRefused });
  const address = await server.start();
  log('info', 'The gateway listens.', { ...address, devices: options.mapping.devices.size });
  const report = setInterval(() => log('info', 'Counters.', server.stats.snapshot()), 60_000);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    clearInterval(report);
    void server.stop().then(() => log('info', 'The gateway has stopped.', server.stats.snapshot()));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

run().catch((error: unknown) => {
  log('error', 'The gateway cannot start.', { reason: error instanceof Error ? error.message : 'unknown' });
  process.exitCode = 1;
});
