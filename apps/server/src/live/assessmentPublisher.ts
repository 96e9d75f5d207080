import { assessmentOf } from '@parkpulse/application';
import { type Assessment, OUTGOING_TYPES, cloudEvent, toMessage } from '@parkpulse/contracts';
import type { System } from '../composition/system.js';
import { Throttle, patchBetween } from './room.js';

const INTERVAL_MS = 100;
const RETRY_MS = 2000;

/**
 * Tells other systems of assessments that changed, on the topic `assessments`. Only the process that assessed a park
 * publishes it; an event's id is the park with its revision, so that a copy is known as one. What could not be sent goes
 * out with the next change: a patch holds everything that differs from the last one sent.
 */
export class AssessmentPublisher {
  private readonly sent = new Map<string, Assessment>();
  private readonly throttles = new Map<string, Throttle>();

  constructor(private readonly system: System) {}

  assessed(park: string): void {
    const throttle = this.throttles.get(park) ?? new Throttle(() => this.publish(park), INTERVAL_MS);
    this.throttles.set(park, throttle);
    throttle.request();
  }

  stop(): void {
    for (const throttle of this.throttles.values()) throttle.stop();
  }

  private async publish(park: string): Promise<void> {
    const { ports, rules, dialect, logger } = this.system;
    try {
      const now = ports.clock.now();
      const after = await assessmentOf(ports.read, rules, { park, at: now, knownAt: null, now });
      const before = this.sent.get(park);
      if (before !== undefined && before.revision >= after.revision) return;
      const { topic, key, value, headers } = toMessage(
        cloudEvent({
          type: OUTGOING_TYPES.assessmentChanged,
          id: `${park}/${after.revision}`,
          source: 'urn:parkpulse',
          park,
          time: after.at,
          data: patchBetween(before ?? null, after),
        }),
        dialect.topics,
      );
      await ports.log.append(topic, [{ key, value: Buffer.from(value), headers }]);
      this.sent.set(park, after);
    } catch (error) {
      logger.warn({ err: error, park }, 'an assessment could not be published; it is tried again');
      setTimeout(() => this.assessed(park), RETRY_MS).unref();
    }
  }
}
