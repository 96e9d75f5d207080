import { DEFAULT_TOPIC_PREFIX } from '@parkpulse/contracts';
import { FLEETS, type FleetSize } from './incidents/fleet.js';
import { type IncidentKind, INCIDENTS } from './incidents/incidents.js';
import { RECORDED_SETS } from './recorded/sets.js';

/** What the command line asks for. */
export type Job =
  | { readonly kind: 'demo'; readonly live: boolean }
  | { readonly kind: 'recorded'; readonly set: string; readonly folder: string; readonly shiftDays: number }
  | {
      readonly kind: 'incident';
      readonly incident: IncidentKind;
      readonly size: FleetSize;
      readonly minutes: number;
    };

/** Where to send by HTTP, and with which ingest token. */
export interface HttpTarget {
  readonly url: string;
  readonly token: string;
}

/** Where to send by Kafka, as a park's platform does. */
export interface KafkaTarget {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
}

export interface SimulatorConfig {
  readonly job: Job;
  readonly park: string;
  readonly speed: number;
  readonly batch: number;
  /** Where to send; null: events are written to the standard output, one a line. */
  readonly target: HttpTarget | KafkaTarget | null;
}

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: SimulatorConfig }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

export const USAGE = `Sends a demonstration, a recording or an incident to ParkPulse.
  --set demo | air_quality | energy_meters | energy_feeds | iot_heartbeats | water_process | incident:<kind>:<S|M|L|XL>
  --park <id>        the park; it must exist
  --folder <path>    folder of the recorded sets
  --speed <n>|max    times faster than recorded (1 to 10000), default max
  --shift <days>     moves a recording by whole local days, default 0
  --minutes <n>      length of an incident, default 60
  --batch <n>        events per request, default 100
  --live             after the history of the demo, go on with live data
  --print            write events to the standard output instead
PARKPULSE_URL and PARKPULSE_TOKEN (or PARKPULSE_TOKEN_FILE) say where to send by HTTP;
KAFKA_BROKERS (and KAFKA_TOPIC_PREFIX) instead of PARKPULSE_URL, by Kafka.`;

type Env = Readonly<Record<string, string | undefined>>;
const FLAGS = new Set(['live', 'print']);
const OPTIONS = new Set(['set', 'park', 'folder', 'speed', 'shift', 'minutes', 'batch']);

class Arguments {
  readonly faults: string[] = [];
  readonly #values = new Map<string, string>();

  constructor(args: readonly string[]) {
    for (let index = 0; index < args.length; index += 1) {
      const name = (args[index] ?? '').replace(/^--/, '');
      if (FLAGS.has(name)) this.#values.set(name, 'yes');
      else if (OPTIONS.has(name)) this.#values.set(name, args[(index += 1)] ?? '');
      else this.faults.push(`${args[index]} is not known.`);
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string, fallback: string): string {
    return this.#values.get(name) ?? fallback;
  }

  whole(name: string, fallback: number, least: number, most: number): number {
    const value = Number(this.text(name, String(fallback)));
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    this.faults.push(`--${name} must be a whole number from ${least} to ${most}.`);
    return fallback;
  }
}

function readIncident(args: Arguments, [, kind = '', size = 'S']: readonly string[]): Job {
  const isKnown = Object.hasOwn(INCIDENTS, kind) && Object.hasOwn(FLEETS, size);
  if (!isKnown) args.faults.push(`incident:${kind}:${size} is not known.`);
  const minutes = args.whole('minutes', 60, 4, 100_000);
  return { kind: 'incident', incident: kind as IncidentKind, size: size as FleetSize, minutes };
}

function readJob(args: Arguments): Job {
  const set = args.text('set', '');
  if (set === 'demo') return { kind: 'demo', live: args.has('live') };
  if (set.startsWith('incident:')) return readIncident(args, set.split(':'));
  if (!RECORDED_SETS.has(set)) args.faults.push('--set must name what to send.');
  const folder = args.text('folder', '');
  if (folder === '') args.faults.push('--folder must name the folder of the recorded sets.');
  return { kind: 'recorded', set, folder, shiftDays: args.whole('shift', 0, -100_000, 100_000) };
}

function readSpeed(args: Arguments): number {
  const text = args.text('speed', 'max');
  const speed = text === 'max' ? Infinity : Number(text);
  if (speed >= 1 && (speed <= 10_000 || speed === Infinity)) return speed;
  args.faults.push('--speed must be from 1 to 10000, or max.');
  return Infinity;
}

function readToken(env: Env, readFile: (path: string) => string, faults: string[]): string {
  const path = env['PARKPULSE_TOKEN_FILE'];
  let token = env['PARKPULSE_TOKEN'] ?? '';
  try {
    if (path !== undefined) token = readFile(path);
  } catch {
    faults.push('PARKPULSE_TOKEN_FILE names a file that cannot be read.');
  }
  if (token.trim() === '') faults.push('PARKPULSE_TOKEN or PARKPULSE_TOKEN_FILE must hold the ingest token.');
  return token.trim();
}

// HTTP where both are named: it needs no access to the brokers.
function readTarget(
  env: Env,
  readFile: (path: string) => string,
  faults: string[],
): HttpTarget | KafkaTarget {
  const url = env['PARKPULSE_URL'];
  const kafka = readKafkaTarget(env);
  if (url === undefined && kafka !== null) return kafka;
  if (!URL.canParse(url ?? ''))
    faults.push('PARKPULSE_URL must be an http or https address, or KAFKA_BROKERS be set.');
  return { url: url ?? '', token: readToken(env, readFile, faults) };
}

// `KAFKA_BROKERS` is host:port with commas between.
function readKafkaTarget(env: Env): KafkaTarget | null {
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',').map((broker) => broker.trim());
  const named = brokers.filter((broker) => broker !== '');
  if (named.length === 0) return null;
  return { brokers: named, topicPrefix: env['KAFKA_TOPIC_PREFIX'] ?? DEFAULT_TOPIC_PREFIX };
}

/** Reads the command line and the environment; all faults come back at once and quote no secret. */
export function readConfig(
  argv: readonly string[],
  env: Env,
  readFile: (path: string) => string,
): ConfigResult {
  const args = new Arguments(argv);
  const { faults } = args;
  const job = readJob(args);
  const park = args.text('park', job.kind === 'demo' ? 'demo' : '');
  if (!/^[a-z0-9-]{1,64}$/.test(park)) faults.push('--park must be a park id.');
  if (job.kind === 'demo' && park !== 'demo') faults.push('The demo is the park demo; leave --park out.');
  const speed = readSpeed(args);
  const batch = args.whole('batch', 100, 1, 1000);
  const target = args.has('print') ? null : readTarget(env, readFile, faults);
  if (faults.length > 0) return { kind: 'faults', faults };
  return { kind: 'config', config: { job, park, speed, batch, target } };
}
