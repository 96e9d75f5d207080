import {
  type Postgres,
  type TestDatabase,
  type TestServerKind,
  testDatabase,
} from '@parkpulse/adapter-postgres';
import {
  type AssessorLoop,
  type EventLog,
  type NewRecord,
  ParkAssessor,
  type Subscription,
  assessmentOf,
  backlogOf,
  measureCatalogue,
  startAssessor,
  startIngest,
} from '@parkpulse/application';
import type { Assessment, TopicNames } from '@parkpulse/contracts';
import { HGT_6313_2024, type Instant } from '@parkpulse/domain';
import { RULES } from './product.js';
import { SetClock } from './setClock.js';

export interface PipelineOptions {
  readonly now: Instant;
  readonly topics: TopicNames;
  /** How many workers share the work; each with connections and a client of the log of its own. */
  readonly workers: number;
  readonly openLog: (ports: Postgres) => EventLog;
  /** Which server holds the database; the one that is given, unless told. */
  readonly server?: TestServerKind;
}

const PATIENCE_MS = 60_000;

/** Ingest and assessment over one database, by one worker or several, on whichever log. */
export class Pipeline {
  private readonly faults: unknown[] = [];
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly assessors: AssessorLoop[] = [];
  private readonly sides: { readonly ports: Postgres; readonly log: EventLog }[] = [];

  private constructor(
    private readonly database: TestDatabase,
    private readonly topics: TopicNames,
    readonly clock: SetClock,
  ) {}

  static async start({ now, topics, workers, openLog, server }: PipelineOptions): Promise<Pipeline> {
    const pipeline = new Pipeline(await testDatabase(server), topics, new SetClock(now));
    for (let worker = 0; worker < workers; worker += 1) await pipeline.addWorker(openLog);
    return pipeline;
  }

  async park(id: string, timeZone: string): Promise<void> {
    await this.first.ports.settings.createPark({ id, name: id, timeZone, createdAt: this.clock.now() });
  }

  async append(topic: string, record: NewRecord): Promise<void> {
    await this.first.log.append(topic, [record]);
  }

  /** Waits until everything sent is stored and assessed. */
  async settle(park: string): Promise<void> {
    const { ports, log } = this.first;
    const { registry, measures, devices, submissions } = this.topics;
    const sources = {
      read: ports.read,
      log,
      store: ports.ingest,
      topics: [registry, measures, devices, submissions],
    };
    await this.until('a backlog', async () => (await backlogOf(sources, park)) === 0);
  }

  /** Lets time pass and everything that falls due be assessed. */
  async passTo(park: string, now: Instant): Promise<void> {
    this.clock.set(now);
    await this.until(
      'something due',
      async () => !(await this.first.ports.assessments.dueParks(now, 10)).includes(park),
    );
  }

  /** The database itself, for questions of a test's own. */
  get ports(): Postgres {
    return this.first.ports;
  }

  assessment(park: string): Promise<Assessment> {
    const now = this.clock.now();
    return assessmentOf(this.first.ports.read, RULES, { park, at: now, knownAt: null, now });
  }

  async deadLetters(): Promise<readonly string[]> {
    const letters = await this.first.ports.read.deadLetters(
      { park: null, code: null },
      { limit: 1000, after: null },
    );
    return letters.map(({ code }) => code);
  }

  async stop(): Promise<void> {
    for (const stop of this.stops) await stop();
    await this.database.drop();
  }

  private get first() {
    const [side] = this.sides;
    if (side === undefined) throw new Error('no worker');
    return side;
  }

  private async addWorker(openLog: PipelineOptions['openLog']): Promise<void> {
    const { clock, topics, faults } = this;
    const ports = await this.database.open({ clock });
    const log = openLog(ports);
    const assessor = startAssessor({
      ...{ store: ports.assessments, assessor: new ParkAssessor(RULES), clock },
      onError: (error, park) => faults.push({ park, error }),
      onAssessed: () => undefined,
    });
    const ingest: Subscription = await startIngest({
      ...{ log, store: ports.ingest, catalogue: measureCatalogue(HGT_6313_2024), topics },
      onStored: () => this.wake(),
      // Brokers that come late are waited for; what was lost or began anew is a fault.
      onAlarm: (alarm) => {
        if (alarm.kind !== 'unreachable' && alarm.kind !== 'reachable') faults.push(alarm);
      },
    });
    this.sides.push({ ports, log });
    this.assessors.push(assessor);
    this.stops.push(
      () => ingest.stop(),
      () => assessor.stop(),
    );
  }

  private wake(): void {
    for (const assessor of this.assessors) assessor.wake();
  }

  private async until(what: string, isOver: () => Promise<boolean>): Promise<void> {
    this.wake();
    for (const end = Date.now() + PATIENCE_MS; !(await isOver()); this.wake()) {
      if (this.faults.length > 0)
        throw new Error(
          `faults: ${this.faults.map((fault) => (fault instanceof Error ? fault.message : JSON.stringify(fault))).join()}`,
        );
      if (Date.now() > end) throw new Error(`${what} is still left after ${PATIENCE_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}
