import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './children.js';
import { type Contender, runName } from './contest.js';
import type { IngestTask } from './ingestWorker.js';
import type { NaiveTask } from './rivals/naiveWorker.js';

const SERVER = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));
const programPath = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The product's ingest alone: validate, dedupe, store. */
export function storing(workers: 1 | 2, profileFolder: string | null = null): Contender {
  return {
    name: `ParkPulse ingest, ${workers} worker${workers === 1 ? '' : 's'}`,
    isProduct: true,
    start(ground, database, plan) {
      const task: IngestTask = {
        brokers: ground.kafka.bootstrap,
        group: runName('store'),
        prefix: plan.prefix,
        url: database.url,
      };
      const flags = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
      const args = [...flags, programPath('ingestWorker.js'), JSON.stringify(task)];
      return startAll(workers, () => Child.start({ program: process.execPath, args, ready: /ready/ }));
    },
  };
}

/** The whole service: two processes of the server itself, which also derive rates, levels and transitions. */
export const FULL: Contender = {
  name: 'ParkPulse full service, 2 workers',
  isProduct: true,
  isAssessing: true,
  start(ground, database, plan) {
    const group = runName('full');
    return startAll(2, () =>
      startServer({
        PARKPULSE_ROLE: 'ingest',
        DATABASE_URL: database.url,
        KAFKA_BROKERS: ground.kafka.bootstrap,
        KAFKA_TOPIC_PREFIX: plan.prefix,
        KAFKA_GROUP_ID: group,
      }),
    );
  },
};

export const PASSWORD = 'a password for benchmarks';

/** Starts the built server on a port of its own choice; its output says where it is open. */
export function startServer(env: Readonly<Record<string, string>>): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), 'parkpulse-bench-'));
  const fixed = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: folder,
    PARKPULSE_DEMO: 'off',
    PARKPULSE_ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: 'warn',
  };
  return Child.start({
    program: process.execPath,
    args: [SERVER],
    env: { ...fixed, ...env },
    ready: /open\s+http:\S+/,
    folder,
  });
}

/** The address a server printed. */
export function addressOf({ output }: Child): string {
  return /open\s+(http:\S+)/.exec(output)?.[1] ?? '';
}

/** What one would glue together with Node in an afternoon. */
export function naive(mode: NaiveTask['mode']): Contender {
  return {
    name: mode === 'each' ? 'kafkajs eachMessage + INSERT' : 'kafkajs eachBatch + INSERT … unnest',
    isProduct: false,
    async start(ground, database, plan) {
      const task: NaiveTask = {
        brokers: ground.kafka.bootstrap,
        group: runName(mode),
        topic: `${plan.prefix}measures`,
        url: database.url,
        mode,
      };
      const args = [programPath('rivals/naiveWorker.js'), JSON.stringify(task)];
      return [await Child.start({ program: process.execPath, args, ready: /ready/ })];
    },
  };
}

/** Starts one after the other; when one does not come up, none is left running. */
async function startAll(count: number, start: () => Promise<Child>): Promise<readonly Child[]> {
  const children: Child[] = [];
  try {
    while (children.length < count) children.push(await start());
    return children;
  } catch (error) {
    await Promise.all(children.map((child) => child.stop()));
    throw error;
  }
}
