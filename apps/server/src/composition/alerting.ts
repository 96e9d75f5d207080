import {
  type DeliveryLoop,
  sendDigests,
  startAlertPublisher,
  startDeadMan,
  startDelivery,
  startRetention,
  startSystemAlerts,
} from '@parkpulse/application';
import { HGT_6313_2024, derivePrerequisites } from '@parkpulse/domain';
import type { System } from './system.js';
import { systemHealth } from './systemHealth.js';
import type { SystemWatch } from './systemWatch.js';

export { SystemWatch } from './systemWatch.js';

const LOOK_MS = 2000;
const DIGEST_MS = 60_000;

interface Running {
  stop(): Promise<void>;
}

/** Everything about alerts that runs by itself: delivery, the alerts on the system, digests, `park.alerts`, the dead-man ping, and the removal of what was told long ago. */
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
  const others = [publishAlerts(system), pingDeadMan(system, watch), removeTold(system)];
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
      await Promise.all([own, delivery, ...others].map(async (one) => one?.stop()));
    },
  };
}

function pingDeadMan(system: System, watch: SystemWatch): Running {
  return startDeadMan({
    ...system.ports,
    isAlive: () => watch.isAlive(performance.now()),
    onError: failing(system, 'the dead-man ping could not be made'),
  });
}

function removeTold(system: System): Running {
  return startRetention({
    retention: system.ports.messageRetention,
    days: system.environment.messageDays,
    onError: failing(system, 'told messages could not be removed'),
  });
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
    health: async () => {
      const health = await systemHealth(system, watch);
      watch.looked(true, performance.now());
      return health;
    },
    onError: (error) => {
      watch.looked(false, performance.now());
      failing(system, 'alerts on the system could not be decided')(error);
    },
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
