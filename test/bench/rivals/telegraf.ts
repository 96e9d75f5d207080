import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../children.js';
import { type Contender, runName } from '../contest.js';
import type { BenchDatabase, Ground } from '../ground.js';
import type { LoadPlan } from '../load.js';

/**
 * Telegraf's kafka_consumer with its postgresql output; null unless TELEGRAF_BIN names the program, built from its public
 * source with Go outside the project.
 */
export function telegraf(): Contender | null {
  const program = process.env['TELEGRAF_BIN'];
  if (program === undefined || !existsSync(program)) return null;
  return {
    name: 'Telegraf kafka_consumer → postgresql',
    isProduct: false,
    async start(ground, database, plan) {
      const folder = await mkdtemp(join(tmpdir(), 'parkpulse-bench-telegraf-'));
      const file = join(folder, 'telegraf.conf');
      await writeFile(file, configuration(ground, database, plan));
      return [await Child.start({ program, args: ['--config', file], ready: null, folder })];
    },
  };
}

// Its output copies rows and cannot pass over those that are there: into a keyed table a resent event would stop it.
/** Which member of an event becomes which column. */
const MAPPING = `  [[inputs.kafka_consumer.json_v2]]
    measurement_name = "rival"
    timestamp_path = "time"
    timestamp_format = "rfc3339"
    [[inputs.kafka_consumer.json_v2.tag]]
      path = "subject"
      rename = "park"
    [[inputs.kafka_consumer.json_v2.tag]]
      path = "source"
    [[inputs.kafka_consumer.json_v2.tag]]
      path = "id"
      rename = "event"
    [[inputs.kafka_consumer.json_v2.tag]]
      path = "data.readings.0.measure"
      rename = "measure"
    [[inputs.kafka_consumer.json_v2.field]]
      path = "data.readings.0.numerator"
      rename = "numerator"
      type = "float"
    [[inputs.kafka_consumer.json_v2.field]]
      path = "data.readings.0.denominator"
      rename = "denominator"
      type = "float"
`;

function configuration(ground: Ground, database: BenchDatabase, plan: LoadPlan): string {
  const { host, port, user, password, name } = database;
  return `[agent]
  interval = "1s"
  flush_interval = "200ms"
  metric_batch_size = 10000
  metric_buffer_limit = 200000
  omit_hostname = true
[[inputs.kafka_consumer]]
  brokers = ["${ground.kafka.bootstrap}"]
  topics = ["${plan.prefix}measures"]
  consumer_group = "${runName('telegraf')}"
  kafka_version = "3.6.0"
  offset = "oldest"
  max_undelivered_messages = 50000
  data_format = "json_v2"
${MAPPING}[[outputs.postgresql]]
  connection = "host=${host} port=${port} user=${user} password=${password} dbname=${name} sslmode=disable"
  create_templates = []
  add_column_templates = []
  tag_table_create_templates = []
`;
}
