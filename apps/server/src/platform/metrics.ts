import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { IngestOutcome, LogAlarm, LogBatch } from '@parkpulse/application';
import type { System } from '../composition/system.js';
import type { HttpRequest, Middleware } from './exchange.js';

/** What Prometheus reads at /metrics. No label names a park, a person or an id. */
export class Metrics {
  readonly registry = new Registry();
  private readonly events = this.counter(
    'parkpulse_ingest_events_total',
    'Events read from the log, by what became of them',
    ['outcome'],
  );
  private readonly batches = this.counter('parkpulse_ingest_batches_total', 'Batches stored', ['topic']);
  private readonly alarms = this.counter(
    'parkpulse_log_alarms_total',
    'Gaps, recreated topics, replaced records and outages of the log',
    ['kind'],
  );
  private readonly assessing = new Histogram({
    name: 'parkpulse_assess_seconds',
    help: 'Time to assess one park once',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [this.registry],
  });
  private readonly assessFailures = this.counter(
    'parkpulse_assess_failures_total',
    'Assessments that failed and are tried again',
    [],
  );
  private readonly http = new Histogram({
    name: 'parkpulse_http_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.registry],
  });
  readonly sockets = new Gauge({
    name: 'parkpulse_live_sockets',
    help: 'Browsers connected',
    registers: [this.registry],
  });
  readonly pushes = this.counter('parkpulse_live_pushes_total', 'Messages pushed to rooms', ['kind']);

  constructor(system: System) {
    collectDefaultMetrics({ register: this.registry });
    this.measured('parkpulse_ingest_backlog', 'Records of the log that are not stored yet', () =>
      system.unread(),
    );
  }

  /** Adds a gauge that is measured when it is read. */
  private measured(name: string, help: string, measure: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => gauge.set(await measure().catch(() => Number.NaN)),
    });
  }

  stored(outcome: IngestOutcome, batch: LogBatch): void {
    this.batches.inc({ topic: batch.stream.topic });
    this.events.inc({ outcome: 'stored' }, outcome.stored);
    this.events.inc({ outcome: 'duplicate' }, outcome.duplicates);
    this.events.inc({ outcome: 'dead_letter' }, batch.records.length - outcome.stored - outcome.duplicates);
  }

  alarmed(alarm: LogAlarm): void {
    this.alarms.inc({ kind: alarm.kind });
  }

  assessed(milliseconds: number): void {
    this.assessing.observe(milliseconds / 1000);
  }

  assessFailed(): void {
    this.assessFailures.inc();
  }

  readonly timeRequests: Middleware = (request: HttpRequest, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const route = request.routePattern ?? 'other';
      const labels = { method: request.method ?? '', route, status: response.statusCode };
      this.http.observe(labels, (performance.now() - started) / 1000);
    });
    next();
  };

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
