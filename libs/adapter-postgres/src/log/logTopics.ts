import type { StreamId } from '@parkpulse/application';
import { type Sql, statement } from '../driver/database.js';

/** The name of the embedded log among the clusters that offsets are kept for. */
export const EMBEDDED_CLUSTER = 'embedded';
const PARTITIONS = 4;

const MAKE_TOPIC = statement(
  'make-log-topic',
  'INSERT INTO log_topic (name) VALUES ($1) ON CONFLICT DO NOTHING',
);
const MAKE_PARTITIONS = statement(
  'make-log-partitions',
  `INSERT INTO log_partition (topic, partition)
   SELECT t.key, p FROM log_topic t, generate_series(0, $2::int - 1) AS p WHERE t.name = $1 ON CONFLICT DO NOTHING`,
);
const TOPIC = statement(
  'log-topic',
  `SELECT t.key, t.id::text, count(*)::int AS partitions FROM log_topic t JOIN log_partition p ON p.topic = t.key
   WHERE t.name = $1 GROUP BY t.key`,
);
const ENDS = statement(
  'log-ends',
  `SELECT t.id::text AS "topicId", t.name AS topic, p.partition, p.next_offset AS "end"
   FROM log_topic t JOIN log_partition p ON p.topic = t.key WHERE t.name = ANY($1::text[]) ORDER BY t.name, p.partition`,
);

export interface LogTopic {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly partitions: number;
}

/** The topics of the embedded log, made when first used. */
export class LogTopics {
  private readonly held = new Map<string, LogTopic>();

  constructor(private readonly sql: Sql) {}

  async open(name: string): Promise<LogTopic> {
    const held = this.held.get(name);
    if (held !== undefined) return held;
    const topic = (await this.find(name)) ?? (await this.make(name));
    this.held.set(name, topic);
    return topic;
  }

  async ends(names: readonly string[]): Promise<readonly (StreamId & { readonly end: number })[]> {
    const rows = await this.sql.rows<Omit<StreamId, 'cluster'> & { readonly end: number }>(ENDS, [names]);
    return rows.map((row) => ({ cluster: EMBEDDED_CLUSTER, ...row }));
  }

  private async find(name: string): Promise<LogTopic | null> {
    const [row] = await this.sql.rows<Omit<LogTopic, 'name'>>(TOPIC, [name]);
    return row === undefined ? null : { ...row, name };
  }

  private async make(name: string): Promise<LogTopic> {
    await this.sql.rows(MAKE_TOPIC, [name]);
    await this.sql.rows(MAKE_PARTITIONS, [name, PARTITIONS]);
    const made = await this.find(name);
    if (made === null) throw new Error(`the topic ${name} could not be made`);
    return made;
  }
}
