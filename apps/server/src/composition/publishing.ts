import { type Publisher, startPublisher } from '@parkpulse/application';
import { randomUUID } from 'node:crypto';
import type { System } from './system.js';

/** Tells other systems of assessments that changed, where there is a Kafka to tell them by. */
export function startPublishing({ ports, rules, dialect, environment, logger }: System): Publisher | null {
  if (environment.kafka === null) return null;
  return startPublisher({
    store: ports.publications,
    read: ports.read,
    log: ports.log,
    rules,
    topics: dialect.topics,
    holder: randomUUID(),
    onError: (error) => logger.warn({ err: error }, 'assessments could not be published; it is tried again'),
  });
}
