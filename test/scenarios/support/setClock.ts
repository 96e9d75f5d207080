import type { Clock } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';

/** A clock that stands still until it is set. */
export class SetClock implements Clock {
  constructor(private instant: Instant) {}
  now(): Instant {
    return this.instant;
  }
  set(instant: Instant): void {
    this.instant = instant;
  }
}
