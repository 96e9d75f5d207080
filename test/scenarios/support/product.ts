import { type TestDatabase, testDatabase } from '@parkpulse/adapter-postgres';
import {
  type AssessedStanding,
  type AssessorLoop,
  ParkAssessor,
  type Subscription,
  assessmentOf,
  assessmentRules,
  backlogOf,
  indicatorOf,
  measureCatalogue,
  startAssessor,
  startIngest,
  type TransitionsAsked,
  transitionsOf,
  trendOf,
  valueOf,
} from '@parkpulse/application';
import { DEFAULT_TOPICS, cloudEvent, toMessage } from '@parkpulse/contracts';
import {
  HGT_6313_2024,
  type IndicatorId,
  type Instant,
  type MeasureDefinition,
  compileStandard,
  composeDefinition,
} from '@parkpulse/domain';
import type { Sent } from './sent.js';
import { SetClock } from './setClock.js';

export const RULES = assessmentRules(compileStandard(HGT_6313_2024));
const TOPICS = [
  DEFAULT_TOPICS.registry,
  DEFAULT_TOPICS.measures,
  DEFAULT_TOPICS.devices,
  DEFAULT_TOPICS.submissions,
];

let ids = 0;

interface ProductParts {
  readonly database: TestDatabase;
  readonly ports: Awaited<ReturnType<TestDatabase['open']>>;
  readonly clock: SetClock;
  readonly ingest: Subscription;
  readonly assessor: AssessorLoop;
  readonly faults: readonly unknown[];
  /** Where parks stood after each assessment that changed something, as the assessor told. */
  readonly standings: readonly AssessedStanding[];
}

/** The product without HTTP: event log, ingest, assessment and queries on a database of its own. */
export class Product {
  readonly ports: Awaited<ReturnType<TestDatabase['open']>>;
  readonly clock: SetClock;
  private readonly assessor: AssessorLoop;
  readonly standings: readonly AssessedStanding[];
  private readonly faults: readonly unknown[];

  private constructor(private readonly parts: ProductParts) {
    ({ ports: this.ports, clock: this.clock, assessor: this.assessor } = parts);
    ({ faults: this.faults, standings: this.standings } = parts);
  }

  static async start(now: Instant): Promise<Product> {
    const database = await testDatabase();
    const clock = new SetClock(now);
    const ports = await database.open({ clock });
    const faults: unknown[] = [];
    const standings: AssessedStanding[] = [];
    const assessor = startAssessor({
      store: ports.assessments,
      assessor: new ParkAssessor(RULES),
      clock,
      onError: (error, park) => faults.push({ park, error }),
      onAssessed: ({ standing }) => {
        if (standing !== null) standings.push(standing);
      },
    });
    const ingest = await startIngest({
      log: ports.eventLog,
      store: ports.ingest,
      catalogue: measureCatalogue(HGT_6313_2024),
      topics: DEFAULT_TOPICS,
      onStored: () => assessor.wake(),
      onAlarm: (alarm) => faults.push(alarm),
    });
    return new Product({ database, ports, clock, ingest, assessor, faults, standings });
  }

  async park(id: string, timeZone = 'Asia/Shanghai'): Promise<void> {
    await this.ports.settings.createPark({ id, name: id, timeZone, createdAt: this.clock.now() });
  }

  async send(park: string, ...events: readonly Sent[]): Promise<void> {
    const byTopic = new Map<
      string,
      { key: string | null; value: Uint8Array | null; headers: Record<string, string> }[]
    >();
    for (const { type, data, time, id, source, sequence, replay } of events) {
      ids += 1;
      const draft = { type, id: id ?? `e-${ids}`, source: source ?? '/test', park, time, data };
      const event = cloudEvent({
        ...draft,
        ...(sequence === undefined ? {} : { sequence }),
        ...(replay === undefined ? {} : { replay }),
      });
      const { topic, key, value, headers } = toMessage(event);
      const records = byTopic.get(topic) ?? [];
      records.push({ key, value: new TextEncoder().encode(value), headers });
      byTopic.set(topic, records);
    }
    for (const [topic, records] of byTopic) await this.ports.eventLog.append(topic, records);
  }

  /** Sends events as the simulator makes them. */
  async append(
    events: readonly { readonly topic: string; readonly key: string; readonly event: object }[],
  ): Promise<void> {
    for (const topic of new Set(events.map((each) => each.topic))) {
      const group = events.filter((each) => each.topic === topic);
      const records = group.map(({ key, event }) => ({
        key,
        value: new TextEncoder().encode(JSON.stringify(event)),
        headers: { 'content-type': 'application/cloudevents+json' },
      }));
      await this.ports.eventLog.append(topic, records);
    }
  }

  /** Puts a version of a measure's definition into force. */
  async define(
    park: string,
    measure: string,
    fields: Partial<MeasureDefinition> & { readonly effectiveFrom: Instant },
  ): Promise<void> {
    const { version: _version, ...definition } = composeDefinition(measure, fields, {
      version: 0,
      effectiveFrom: fields.effectiveFrom,
    });
    await this.ports.settings.putDefinition(park, definition, 'test', this.clock.now());
    this.assessor.wake();
  }

  /** Waits until everything sent is stored and assessed. */
  async settle(park: string, milliseconds = 30_000): Promise<void> {
    const sources = {
      read: this.ports.read,
      log: this.ports.eventLog,
      store: this.ports.ingest,
      topics: TOPICS,
    };
    const end = Date.now() + milliseconds;
    for (;;) {
      if (this.faults.length > 0) throw new Error(`faults: ${describeFaults(this.faults)}`);
      if ((await backlogOf(sources, park)) === 0) return;
      if (Date.now() > end)
        throw new Error(`backlog of ${await backlogOf(sources, park)} after ${milliseconds} ms`);
      this.assessor.wake();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Lets time pass and everything that falls due be assessed. */
  async passTo(park: string, now: Instant): Promise<void> {
    this.clock.set(now);
    this.assessor.wake();
    const end = Date.now() + 30_000;
    for (;;) {
      if (this.faults.length > 0) throw new Error(`faults: ${describeFaults(this.faults)}`);
      const due = await this.ports.assessments.dueParks(now, 10);
      if (!due.includes(park)) return;
      if (Date.now() > end) throw new Error('still due after 30 s');
      this.assessor.wake();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  assessment(park: string, at = this.clock.now(), knownAt: Instant | null = null) {
    return assessmentOf(this.ports.read, RULES, { park, at, knownAt, now: this.clock.now() });
  }

  indicator(park: string, indicator: IndicatorId, at = this.clock.now(), zone = 'Asia/Shanghai') {
    return indicatorOf(this.ports.read, RULES, {
      park,
      indicator,
      at,
      knownAt: null,
      now: this.clock.now(),
      zone,
    });
  }

  transitions(
    park: string,
    from: Instant,
    to: Instant,
    which: Pick<TransitionsAsked, 'level' | 'series'> = {},
  ) {
    return transitionsOf(this.ports.read, RULES, { park, from, to, ...which });
  }

  trend(query: Omit<Parameters<typeof trendOf>[2], 'zone' | 'now'>, zone = 'Asia/Shanghai') {
    return trendOf(this.ports.read, RULES, { ...query, zone, now: this.clock.now() });
  }

  value(
    query: Partial<Parameters<typeof valueOf>[1]> & { park: string; measure: string },
    zone = 'Asia/Shanghai',
  ) {
    const blank = {
      period: null,
      at: null,
      device: null,
      enterprise: null,
      knownAt: null,
      now: this.clock.now(),
      zone,
    };
    return valueOf(this.ports.read, { ...blank, ...query });
  }

  async stop(): Promise<void> {
    await this.parts.ingest.stop();
    await this.assessor.stop();
    await this.parts.database.drop();
  }
}

function describeFaults(faults: readonly unknown[]): string {
  return faults
    .map((fault) => {
      const error = (fault as { error?: unknown }).error;
      return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(fault);
    })
    .join('\n');
}
