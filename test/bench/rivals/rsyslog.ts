import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../children.js';
import { type Contender, runName } from '../contest.js';
import type { BenchDatabase, Ground } from '../ground.js';
import type { LoadPlan } from '../load.js';

const PROGRAM = '/usr/sbin/rsyslogd';
const MODULES = ['/usr/lib/x86_64-linux-gnu/rsyslog', '/usr/lib/rsyslog', '/usr/lib64/rsyslog'];

/** rsyslog's Kafka input with its PostgreSQL output; null where it is not installed. */
export function rsyslog(): Contender | null {
  const isThere = MODULES.some(
    (folder) => existsSync(join(folder, 'imkafka.so')) && existsSync(join(folder, 'ompgsql.so')),
  );
  if (!existsSync(PROGRAM) || !isThere) return null;
  return {
    name: 'rsyslog imkafka → ompgsql',
    isProduct: false,
    async start(ground, database, plan) {
      const folder = await mkdtemp(join(tmpdir(), 'parkpulse-bench-rsyslog-'));
      const file = join(folder, 'rsyslog.conf');
      await writeFile(file, configuration(ground, database, { ...plan, folder }));
      const args = ['-n', '-f', file, '-i', join(folder, 'pid')];
      return [await Child.start({ program: PROGRAM, args, ready: null, folder })];
    },
  };
}

// The JSON is taken apart by the database: rsyslog cannot reach into a list. Batches of 1,000 are one transaction each.
function configuration(
  ground: Ground,
  database: BenchDatabase,
  plan: LoadPlan & { readonly folder: string },
): string {
  const { host, port, user, password, name } = database;
  const row = `INSERT INTO rival (time, park, measure, source, event, numerator, denominator)
 SELECT (j->>'time')::timestamptz, j->>'subject', r->>'measure', j->>'source', j->>'id', (r->>'numerator')::float8, (r->>'denominator')::float8
 FROM (SELECT '%msg%'::jsonb AS j) AS m, jsonb_array_elements(j->'data'->'readings') AS r ON CONFLICT DO NOTHING`;
  return `global(workDirectory="${plan.folder}" maxMessageSize="64k")
module(load="imkafka")
module(load="ompgsql")
template(name="row" type="string" option.stdsql="on" string="${row.replaceAll('\n', '')}")
input(type="imkafka" topic="${plan.prefix}measures" broker="${ground.kafka.bootstrap}" consumergroup="${runName('rsyslog')}"
  confParam=["auto.offset.reset=earliest"] ruleset="store")
ruleset(name="store") {
  action(type="ompgsql" server="${host}" port="${port}" user="${user}" pass="${password}" db="${name}" template="row"
    queue.type="LinkedList" queue.size="200000" queue.dequeueBatchSize="1000" queue.workerThreads="2"
    action.resumeRetryCount="-1")
}
`;
}
