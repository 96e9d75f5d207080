import { openPostgres } from '@parkpulse/adapter-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import type { KafkaCluster } from '../../kafka/startKafka.js';
import type { CheckerTask, CheckerVerdict } from '../checker/main.js';
import type { LoadPlan } from '../producer/events.js';
import type { ProducerTask } from '../producer/main.js';
import { type ChaosProxy } from './chaosProxy.js';
import { type PostgresServer, sleep } from './postgresServer.js';
import { runChild } from './runChild.js';
import { type Sample, Worker, type WorkerOptions } from './worker.js';

/** What all rows share: one broker, one PostgreSQL, each behind a proxy. */
export interface Ground {
  readonly kafka: KafkaCluster;
  readonly kafkaProxy: ChaosProxy;
  readonly postgres: PostgresServer;
  readonly postgresProxy: ChaosProxy;
  readonly seed: number;
}

export interface Load {
  readonly events: number;
  readonly rate?: number | null;
  readonly partitions?: number;
  readonly poison?: number;
  readonly shuffled?: number;
  readonly duplicates?: number;
  readonly parks?: readonly string[];
  readonly seed?: number;
}

export interface Write {
  readonly at: number;
  readonly who: string;
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly to: number;
}

const PARKS = Array.from({ length: 12 }, (_, n) => `f${String(n + 1).padStart(2, '0')}`);
/** Of the administrator of every world. */
export const PASSWORD = 'a-password-for-fault-tests';
const PARTITIONS = 6;
/** Every move of a stored offset, by whom and when: what was written under which epoch, and how soon after a fault. */
const WATCH = `
  CREATE TABLE fault_write (at timestamptz NOT NULL, who text NOT NULL, topic text NOT NULL, partition int NOT NULL, epoch bigint NOT NULL, "to" bigint);
  CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO fault_write VALUES (clock_timestamp(), session_user, NEW.topic, NEW.partition, NEW.epoch, NEW.next_offset);
    RETURN NULL;
  END $$;
  CREATE TRIGGER note_write AFTER UPDATE OF next_offset ON stream_offset FOR EACH ROW EXECUTE FUNCTION note_write();`;

/** The world of one row: a database, topics and processes of its own. */
export class World {
  readonly workers: Worker[] = [];
  readonly prefix: string;
  private readonly folder: string;
  private readonly started = Date.now();
  private loads = 0;

  private constructor(
    readonly ground: Ground,
    readonly database: string,
    private readonly elder: World | null = null,
  ) {
    this.prefix = elder === null ? `${database}.` : elder.prefix;
    this.folder = mkdtempSync(join(tmpdir(), 'parkpulse-faults-'));
  }

  static async open(ground: Ground, row: string, { topics = true } = {}): Promise<World> {
    const world = new World(ground, `r${row.toLowerCase()}_${ground.seed}_${Date.now().toString(36)}`);
    await world.createDatabase();
    if (topics) await world.createTopics();
    return world;
  }

  /** Another database and group that read what this world was sent; closing it leaves the topics alone. */
  async beside(): Promise<World> {
    const other = new World(this.ground, `${this.database}_again`, this);
    await other.createDatabase();
    return other;
  }

  private async createDatabase(): Promise<void> {
    const { postgres } = this.ground;
    await postgres.rows('postgres', `CREATE DATABASE ${this.database}`);
    const ports = await openPostgres({ connection: postgres.url(this.database) });
    for (const id of PARKS)
      await ports.settings.createPark({ id, name: id, timeZone: 'Asia/Shanghai', createdAt: Date.now() });
    await ports.close();
    await postgres.rows(this.database, WATCH);
  }

  async createTopics(
    names: readonly string[] = ['measures', 'devices', 'submissions', 'registry', 'assessments'],
  ): Promise<void> {
    const stamp = { name: 'message.timestamp.type', value: 'LogAppendTime' };
    await this.administer((admin) =>
      admin.createTopics({
        topics: names.map((name) => ({
          topic: this.prefix + name,
          numPartitions: PARTITIONS,
          configEntries: [stamp, { name: 'max.message.bytes', value: '16000000' }],
        })),
      }),
    );
  }

  async administer<Answer>(step: (admin: kafkajs.Admin) => Promise<Answer>): Promise<Answer> {
    const { kafka } = this.ground;
    const admin = new kafkajs.Kafka({
      brokers: kafka.internal.split(','),
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 30 },
    }).admin();
    await admin.connect();
    return step(admin).finally(() => admin.disconnect());
  }

  /** Starts a process of the product; each has a database user of its own, so that its writes can be told from others'. */
  async worker(
    name: string,
    { env = {}, ...options }: Partial<WorkerOptions> & { readonly through?: 'proxies' } = {},
  ): Promise<Worker> {
    const { postgres, postgresProxy, kafka } = this.ground;
    const user = `${name}_${this.database}`;
    await postgres.rows('postgres', `CREATE ROLE ${user} SUPERUSER LOGIN`);
    const worker = new Worker({
      ...options,
      name,
      env: {
        PARKPULSE_ROLE: 'ingest',
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: join(this.folder, name),
        DATABASE_URL: postgres.url(this.database, user, postgresProxy.port),
        KAFKA_BROKERS: kafka.bootstrap,
        KAFKA_TOPIC_PREFIX: this.prefix,
        KAFKA_GROUP_ID: this.database,
        PARKPULSE_DEMO: 'off',
        PARKPULSE_ADMIN_PASSWORD: PASSWORD,
        LOG_LEVEL: 'info',
        ...env,
      },
    });
    this.workers.push(worker);
    return worker.ready();
  }

  /** Sends a load; resolves when all of it is acknowledged. */
  async send({
    events,
    rate = null,
    ...change
  }: Load): Promise<{ readonly sent: number; readonly milliseconds: number }> {
    this.loads += 1;
    const seed = change.seed ?? this.ground.seed * 100 + this.loads;
    const plan: LoadPlan = {
      ...{
        seed,
        events,
        parks: change.parks ?? PARKS,
        duplicates: change.duplicates ?? 0.05,
        shuffled: change.shuffled ?? 0.05,
        poison: change.poison ?? 0.001,
      },
      // The newest event lies a little back, so that none is from the future.
      ...{ startAt: Date.now() - 60_000 - 30 * 60_000, stepMs: Math.min(1000, (30 * 60_000) / events) },
    };
    const task: ProducerTask = {
      brokers: this.ground.kafka.internal,
      prefix: this.prefix,
      ledger: this.ledger,
      rate,
      partitions: change.partitions ?? PARTITIONS,
      plan,
    };
    return runChild('producer/main.js', task, 900_000);
  }

  get ledger(): string {
    return join(this.folder, 'ledger.jsonl');
  }

  /** When offsets were moved, by whom; oldest first. */
  async writes(since = 0): Promise<readonly Write[]> {
    const text = `SELECT (extract(epoch FROM at) * 1000)::float8 AS at, split_part(who, '_', 1) AS who, topic, partition, epoch::int, "to"::int FROM fault_write WHERE at >= to_timestamp($1::float8 / 1000) ORDER BY at`;
    return this.ground.postgres.rows<Write>(this.database, text, [since]);
  }

  /** Partitions that a worker was the last to commit. */
  async heldBy(worker: string): Promise<ReadonlySet<string>> {
    const last = await this.ground.postgres.rows<{ name: string; who: string }>(
      this.database,
      `SELECT DISTINCT ON (topic, partition) topic || '/' || partition AS name, split_part(who, '_', 1) AS who
       FROM fault_write ORDER BY topic, partition, at DESC`,
    );
    return new Set(last.filter(({ who }) => who === worker).map(({ name }) => name));
  }

  /** Milliseconds from an instant to the first commit after it; rejects when none comes. */
  async recovery(
    since: number,
    patienceMs = 60_000,
    filter: (write: Write) => boolean = () => true,
  ): Promise<number> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
      const first = (await this.writes(since).catch(() => [])).find(filter);
      if (first !== undefined) return Math.round(first.at - since);
    }
    throw new Error(`no commit within ${patienceMs} ms`);
  }

  /** Waits until everything sent is stored, assessed and published. */
  async settle(patienceMs = 180_000): Promise<void> {
    for (const end = Date.now() + patienceMs; ; await sleep(300)) {
      const last = await this.whatIsLeft().catch((error: unknown) => String(error));
      if (last === '') return;
      if (Date.now() > end) throw new Error(`not settled within ${patienceMs} ms: ${last}`);
    }
  }

  async check(more: Partial<CheckerTask> = {}): Promise<CheckerVerdict & { readonly count: number }> {
    const { kafka, postgres } = this.ground;
    const task: CheckerTask = {
      brokers: kafka.internal,
      databaseUrl: postgres.url(this.database),
      prefix: this.prefix,
      ledger: this.ledger,
      ...more,
    };
    return runChild('checker/main.js', task, 180_000);
  }

  /** Highest resident memory of any worker, and its growth over the second half of the longest life of any process. */
  memory(): { readonly highest: number; readonly perMinute: number; readonly longest: number } {
    const lives = this.workers.flatMap(({ memory }) =>
      [...new Set(memory.map(({ life }) => life))].map((life) => memory.filter((each) => each.life === life)),
    );
    const longest = lives.reduce<readonly Sample[]>((a, b) => (b.length > a.length ? b : a), []);
    return {
      highest: Math.max(0, ...lives.flatMap((life) => life.map(({ mb }) => mb))),
      perMinute: slope(longest.slice(Math.floor(longest.length / 2))),
      longest: longest.length,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end('SIGKILL')));
    if (this.elder === null) await this.deleteTopics();
    await this.ground.postgres
      .rows('postgres', `DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`)
      .catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async deleteTopics(): Promise<void> {
    await this.administer((admin) =>
      admin
        .listTopics()
        .then((all) => admin.deleteTopics({ topics: all.filter((topic) => topic.startsWith(this.prefix)) })),
    ).catch(() => undefined);
  }

  get seconds(): number {
    return Math.round((Date.now() - this.started) / 1000);
  }

  /** Records that the brokers hold and the database has not taken. */
  unread(): Promise<number> {
    return this.administer(async (admin) => {
      const stands = await this.ground.postgres.rows<{ topic: string; partition: number; next: number }>(
        this.database,
        'SELECT topic, partition, max(next_offset)::int AS next FROM stream_offset GROUP BY 1, 2',
      );
      const next = new Map(stands.map((each) => [`${each.topic}/${each.partition}`, each.next]));
      let left = 0;
      for (const name of ['measures', 'devices', 'registry']) {
        for (const { partition, high } of await admin.fetchTopicOffsets(this.prefix + name))
          left += Math.max(0, Number(high) - (next.get(`${this.prefix}${name}/${partition}`) ?? 0));
      }
      return left;
    });
  }

  private async whatIsLeft(): Promise<string> {
    const unread = await this.unread();
    const [{ touched = 0, told = 0 } = {}] = await this.ground.postgres.rows<{
      touched: number;
      told: number;
    }>(
      this.database,
      `SELECT (SELECT count(*) FROM park_touch)::int AS touched,
         (SELECT count(*) FROM park_state s LEFT JOIN publication c USING (park) WHERE s.revision > coalesce(c.revision, 0))::int AS told`,
    );
    return unread + touched + told === 0
      ? ''
      : `${unread} unread, ${touched} touches, ${told} parks not published`;
  }
}

/** Megabytes a minute, by least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [atMean, mbMean] = [mean(samples.map(({ at }) => at)), mean(samples.map(({ mb }) => mb))];
  const over = samples.reduce((sum, { at, mb }) => sum + (at - atMean) * (mb - mbMean), 0);
  const under = samples.reduce((sum, { at }) => sum + (at - atMean) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 60_000;
}
