import { Injectable } from '@nestjs/common';
import { assessmentOf } from '@parkpulse/application';
import type { Assessment, Feed } from '@parkpulse/contracts';
import { System } from '../composition/system.js';

/** What rooms show: the same answers that the API gives. */
@Injectable()
export class LiveViews {
  constructor(private readonly system: System) {}

  assessment(park: string): Promise<Assessment> {
    const { ports, rules } = this.system;
    const now = ports.clock.now();
    return assessmentOf(ports.read, rules, { park, at: now, knownAt: null, now });
  }

  async feeds(park: string): Promise<readonly Feed[]> {
    return (await this.system.feeds(park)).items;
  }
}
