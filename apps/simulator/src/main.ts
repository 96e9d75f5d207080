import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, readConfig, type SimulatorConfig, USAGE } from './config.js';
import { demoHistory, demoLive } from './demo/demoWorld.js';
import { type OutboundEvent } from './event/cloudEvent.js';
import { fleetRegistry, type IncidentPlan } from './incidents/fleet.js';
import { INCIDENTS } from './incidents/incidents.js';
import { RECORDED_SETS } from './recorded/sets.js';
import { HttpSender } from './send/http.js';
import { replay } from './send/replay.js';
import { type Sink } from './send/sink.js';

const EX_CONFIG = 78;

function* playIncident(job: Extract<Job, { kind: 'incident' }>, park: string): Iterable<OutboundEvent> {
  const from = Math.floor(Date.now() / 60_000) * 60_000 - job.minutes * 60_000;
  const plan: IncidentPlan = { size: job.size, park, from, minutes: job.minutes, replay: true };
  yield* fleetRegistry(plan);
  yield* INCIDENTS[job.incident](plan);
}

function listEvents(
  { job, park }: SimulatorConfig,
  now: number,
): AsyncIterable<OutboundEvent> | Iterable<OutboundEvent> {
  switch (job.kind) {
    case 'demo':
      return demoHistory(now);
    case 'incident':
      return playIncident(job, park);
    case 'recorded': {
      const set = RECORDED_SETS.get(job.set);
      return set ? set.events({ folder: job.folder, park, shiftDays: job.shiftDays }) : [];
    }
  }
}

/** Writes events as lines of JSON; there is nobody to refuse them. */
const printer: Sink = {
  async send(batch) {
    const text = batch.map((outbound) => `${JSON.stringify(outbound)}\n`).join('');
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    return { accepted: batch.length, refused: [] };
  },
  close: () => Promise.resolve(),
};

async function goLive(anchor: number, sink: Sink, signal: AbortSignal): Promise<void> {
  const live = demoLive(anchor);
  while (!signal.aborted) {
    const events = live.due(Date.now());
    if (events.length > 0) await sink.send(events);
    await sleep(Math.max(250, live.nextAt - Date.now()), undefined, { signal }).catch(() => undefined);
  }
}

// The Kafka client is loaded only where it is asked for.
async function openSink(
  { target }: SimulatorConfig,
  onTrouble: (reason: string, attempt: number) => void,
): Promise<Sink> {
  if (target === null) return printer;
  if ('url' in target) return new HttpSender({ ...target, onTrouble });
  const { KafkaSender } = await import('./send/kafka.js');
  return new KafkaSender({ ...target, onTrouble });
}

async function run(config: SimulatorConfig): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const onTrouble = (reason: string, attempt: number) =>
    process.stderr.write(`${reason} (attempt ${attempt})\n`);
  const sink = await openSink(config, onTrouble);
  const { speed, batch, job } = config;
  const now = Date.now();
  const totals = await replay(listEvents(config, now), sink, { speed, batch, signal: stop.signal });
  process.stderr.write(`${JSON.stringify({ ...totals, seconds: (Date.now() - now) / 1000 })}\n`);
  if (job.kind === 'demo' && job.live) await goLive(now, sink, stop.signal);
  await sink.close();
}

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', () => process.exit(0));
const result = readConfig(process.argv.slice(2), process.env, (path) => readFileSync(path, 'utf8'));
if (result.kind === 'faults') {
  process.stderr.write(`${result.faults.join('\n')}\n\n${USAGE}\n`);
  process.exitCode = EX_CONFIG;
} else {
  run(result.config).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'unknown error'}\n`);
    process.exitCode = 1;
  });
}
