import {
  type AssessorLoop,
  type LogAlarm,
  ParkAssessor,
  type Publisher,
  type Subscription,
  startAssessor,
  startIngest,
} from '@parkpulse/application';
import type { HeldParks } from '../demo/heldParks.js';
import type { Health } from '../platform/health.js';
import type { Metrics } from '../platform/metrics.js';
import { SystemWatch, startAlerting } from './alerting.js';
import { startPublishing } from './publishing.js';
import type { System } from './system.js';

/** The running way from the log to assessments. */
export interface Pipeline {
  /** A park may be due: look now. */
  wake(): void;
  /** Stops after the batch and the assessment in work. */
  stop(): Promise<void>;
}

export interface PipelineParts {
  readonly system: System;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly held: HeldParks;
}

/** Starts reading the log into the store and assessing what it touches. */
export async function startPipeline(parts: PipelineParts): Promise<Pipeline> {
  const { system, metrics } = parts;
  const { ports, dialect } = system;
  const publisher = startPublishing(system);
  const watch = new SystemWatch();
  const assessor = assess(parts, publisher, watch);
  const alerting = startAlerting(system, watch);
  system.touched = () => assessor.wake();
  const subscription: Subscription = await startIngest({
    log: ports.log,
    store: ports.ingest,
    ...dialect,
    onStored: (outcome, batch) => {
      metrics.stored(outcome, batch);
      assessor.wake();
    },
    onAlarm: (alarm) => hear(alarm, parts, watch),
  });
  return {
    wake: () => assessor.wake(),
    stop: async () => {
      await subscription.stop();
      await assessor.stop();
      await publisher?.stop();
      await alerting.stop();
    },
  };
}

function assess(
  { system, metrics, held }: PipelineParts,
  publisher: Publisher | null,
  watch: SystemWatch,
): AssessorLoop {
  const { ports, rules, logger } = system;
  return startAssessor({
    store: held.over(ports.assessments),
    assessor: new ParkAssessor(rules, {
      isCaughtUp: () => watch.isCaughtUp(performance.now()),
      onFailure: (failure, park) => {
        watch.failed(failure, park);
        logger.error({ err: failure.error, rule: failure.rule, park }, 'alerts could not be decided');
      },
    }),
    clock: ports.clock,
    onError: (error, park) => {
      watch.failing.add(park);
      metrics.assessFailed();
      logger.error({ err: error, park }, 'a park could not be assessed; it is tried again');
    },
    onAssessed: ({ park, milliseconds, standing }) => {
      watch.failing.delete(park);
      metrics.assessed(milliseconds);
      publisher?.assessed(standing);
    },
  });
}

function hear(alarm: LogAlarm, { system, metrics, health }: PipelineParts, watch: SystemWatch): void {
  metrics.alarmed(alarm);
  watch.heard(alarm);
  if (alarm.kind === 'unreachable' || alarm.kind === 'reachable')
    health.logAnswers(alarm.kind === 'reachable');
  system.logger[alarm.kind === 'reachable' ? 'info' : 'error']({ alarm }, `event log: ${alarm.kind}`);
}
