import {
  type AlertFailure,
  type DeliveryLoop,
  type LogAlarm,
  sendDigests,
  startAlertPublisher,
  startDelivery,
  startSystemAlerts,
} from '@parkpulse/application';
import { HGT_6313_2024, type SystemHealth, derivePrerequisites } from '@parkpulse/domain';
import type { System } from './system.js';

/** What this process has seen of itself lately, for the alerts on the system. */
export class SystemWatch {
  readonly failing = new Set<string>();
  readonly gaps = new Set<string>();
  isLogReachable: boolean | null = null;
  private behindSince: number | null = null;
  private hasBeenCurrent = false;

  /** Notes how much was accepted and is not stored yet, at a time of a monotonic clock. */
  noteUnread(unread: number, now: number): void {
    if (unread < FEW) {
      this.behindSince = null;
      this.hasBeenCurrent = true;
    } else this.behindSince ??= now;
  }

  lagSeconds(now: number): number {
    return this.behindSince === null ? 0 : (now - this.behindSince) / 1000;
  }

  /** Whether silence can be told from lag. */
  isCaughtUp(now: number): boolean {
    return this.hasBeenCurrent && this.lagSeconds(now) < LAG_SECONDS;
  }

  /** Notes what the event log has told. */
  heard(alarm: LogAlarm): void {
    if (alarm.kind === 'gap') {
      const { topic, partition } = alarm.stream;
      this.gaps.add(`${topic}/${partition} ${alarm.from}-${alarm.to}`);
    }
    if (alarm.kind === 'unreachable' || alarm.kind === 'reachable') {
      this.isLogReachable = alarm.kind === 'reachable';
    }
  }

  failed({ rule }: AlertFailure, park: string): void {
    this.failing.add(`${park}${rule === null ? '' : ` ${rule}`}`);
  }
}

const FEW = 100;
const LAG_SECONDS = 60;
const LOOK_MS = 2000;
const DIGEST_MS = 60_000;

interface Running {
  stop(): Promise<void>;
}

/** Everything about alerts that runs by itself: delivery, the alerts on the system, digests, and `park.alerts`. */
export function startAlerting(system: System, watch: SystemWatch): Running {
  const { ports, rules } = system;
  const delivery: DeliveryLoop = startDelivery({
    outbox: ports.outbox,
    notifier: ports.notifier,
    clock: ports.clock,
    onError: failing(system, 'notifications could not be delivered'),
  });
  const queued = ports.alertFeed.onQueued(() => delivery.wake());
  const own = watchSystem(system, watch, delivery);
  const publisher = publishAlerts(system);
  const digestFailed = failing(system, 'digests could not be made');
  const timers = [
    setInterval(() => void lookAtLag(system, watch), LOOK_MS),
    setInterval(() => {
      sendDigests(ports, rules.plan, ports.clock.now()).catch(digestFailed);
    }, DIGEST_MS),
  ];
  void lookAtLag(system, watch);
  return {
    async stop() {
      timers.forEach(clearInterval);
      await (await queued).stop();
      await Promise.all([own.stop(), publisher?.stop(), delivery.stop()]);
    },
  };
}

function failing({ logger }: System, what: string): (error: unknown) => void {
  return (error) => logger.warn({ err: error }, `${what}; it is tried again`);
}

function watchSystem(system: System, watch: SystemWatch, delivery: DeliveryLoop): Running {
  const { ports } = system;
  return startSystemAlerts({
    alerts: ports.alerts,
    graph: derivePrerequisites(HGT_6313_2024),
    clock: ports.clock,
    health: () => healthOf(system, watch),
    onError: failing(system, 'alerts on the system could not be decided'),
    onLooked: ({ messages }) => {
      if (messages > 0) delivery.wake();
    },
  });
}

// Other systems hear of alerts by Kafka; without one there is nobody to tell.
function publishAlerts(system: System): Running | null {
  const { ports, environment, dialect } = system;
  if (environment.kafka === null) return null;
  return startAlertPublisher({
    publications: ports.alertPublications,
    log: ports.log,
    topics: dialect.topics,
    onError: failing(system, 'alerts could not be published'),
  });
}

async function lookAtLag(system: System, watch: SystemWatch): Promise<void> {
  try {
    watch.noteUnread(await system.unread(), performance.now());
  } catch {
    // A log that does not answer is told by its own alarm.
  }
}

async function healthOf({ ports }: System, watch: SystemWatch): Promise<SystemHealth> {
  const { oldestSeconds } = await ports.outbox.waiting();
  return {
    lagSeconds: watch.lagSeconds(performance.now()),
    deadLetterPerMille: null,
    clockSkewSeconds: null,
    outboxSeconds: oldestSeconds,
    failingParks: [...watch.failing],
    databaseWrites: true,
    logReachable: watch.isLogReachable,
    gaps: [...watch.gaps],
  };
}
