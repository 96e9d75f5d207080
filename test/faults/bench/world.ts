import { openPostgres } from '@parkpulse/adapter-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import type { CheckerTask, CheckerVerdict } from '../checker/task.js';
import type { LoadPlan } from '../producer/events.js';
import type { ProducerTask, SenderReport } from '../producer/main.js';
import type { Ground } from './ground.js';
import { runChild } from './runChild.js';
import { Watched } from './watched.js';
import { type Sample, Worker, type WorkerOptions } from './worker.js';

export type { Ground } from './ground.js';

export interface Load {
  readonly events: number;
  readonly rate?: number | null;
  readonly partitions?: number;
  readonly poison?: number;
  readonly shuffled?: number;
  readonly duplicates?: number;
  readonly parks?: readonly string[];
  readonly seed?: number;
  /** Minutes that the newest event lies back. */
  readonly agoMinutes?: number;
  /** Goes on at its rate until this settles, at most to `LONGEST` times the events. */
  readonly until?: Promise<unknown>;
}

const PARKS = Array.from({ length: 12 }, (_, n) => `f${String(n + 1).padStart(2, '0')}`);
/** Of the administrator of every world. */
export const PASSWORD = 'a-password-for-fault-tests';
const PARTITIONS = 6;
/** Event time that a load covers. */
const SPAN_MS = 30 * 60_000;
const LONGEST = 16;
/** Of a load without a fixed end: apart enough that events of one thing seldom fall on the same moment. */
const LEAST_STEP_MS = 5;
/** Every move of a stored offset, by whom and when: what was written under which epoch, and how soon after a fault. */
const WATCH = `
  CREATE TABLE fault_write (at timestamptz NOT NULL, who text NOT NULL, topic text NOT NULL, partition int NOT NULL, epoch bigint NOT NULL, "to" bigint);
  CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO fault_write VALUES (clock_timestamp(), session_user, NEW.topic, NEW.partition, NEW.epoch, NEW.next_offset);
    RETURN NULL;
  END $$;
  CREATE TRIGGER note_write AFTER UPDATE OF next_offset ON stream_offset FOR EACH ROW EXECUTE FUNCTION note_write();`;

/** The world of one row: a database, topics and processes of its own. */
export class World extends Watched {
  readonly workers: Worker[] = [];
  readonly prefix: string;
  readonly folder: string;
  private loads = 0;

  private constructor(
    readonly ground: Ground,
    readonly database: string,
    private readonly elder: World | null = null,
  ) {
    super();
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

  /** The same world after its database was restored elsewhere: topics, ledger and names are those of this one. */
  movedTo(ground: Ground): World {
    return new World(ground, this.database, this);
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

  /** Starts a process of the product and waits until it serves; its writes can be told from others' by its database user. */
  async worker(name: string, options: Partial<WorkerOptions> = {}): Promise<Worker> {
    const user = `${name}_${this.database}`;
    await this.ground.postgres.rows('postgres', `CREATE ROLE ${user} SUPERUSER LOGIN`);
    return this.launch(name, options, user).ready();
  }

  /** Starts a process of the product, which may end at once. */
  launch(name: string, { env = {}, ...options }: Partial<WorkerOptions> = {}, user = 'postgres'): Worker {
    const { postgres, postgresProxy, kafka } = this.ground;
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
    return worker;
  }

  /** Sends a load; resolves when all of it is acknowledged. */
  async send({ rate = null, partitions = PARTITIONS, until, ...load }: Load): Promise<SenderReport> {
    this.loads += 1;
    const events = until === undefined ? load.events : LONGEST * load.events;
    const span = Math.max(SPAN_MS, until === undefined ? 0 : events * LEAST_STEP_MS);
    const plan: LoadPlan = {
      ...{
        seed: load.seed ?? this.ground.seed * 100 + this.loads,
        events,
        parks: load.parks ?? PARKS,
        duplicates: load.duplicates ?? 0.05,
        shuffled: load.shuffled ?? 0.05,
        poison: load.poison ?? 0.001,
      },
      // The newest event lies a little back, so that none is from the future.
      ...{
        startAt: Date.now() - (load.agoMinutes ?? 1) * 60_000 - span,
        stepMs: Math.min(1000, span / events),
      },
    };
    const task: ProducerTask = {
      brokers: this.ground.kafka.internal,
      prefix: this.prefix,
      ledger: this.ledger,
      ...{ rate, partitions, plan },
      ...(until === undefined ? {} : { least: load.events }),
    };
    return runChild('producer/main.js', task, {
      timeoutMs: 900_000,
      ...(until === undefined ? {} : { until }),
    });
  }

  get ledger(): string {
    return this.elder?.ledger ?? join(this.folder, 'ledger.jsonl');
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
    return runChild('checker/main.js', task, { timeoutMs: 300_000 });
  }

  /** Samples of memory, one list per life of a process. */
  get lives(): readonly (readonly Sample[])[] {
    return this.workers.flatMap(({ memory }) =>
      [...new Set(memory.map(({ life }) => life))].map((life) => memory.filter((each) => each.life === life)),
    );
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
}
