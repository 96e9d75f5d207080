import type { Instant } from '@parkpulse/domain';
import type { AlertFailure } from '../alerts/decideParkAlerts.js';
import type { Assessed, AssessmentCommit, AssessmentSession } from '../ports.js';
import type { Standing } from '../queries/assessmentOf.js';
import { deriveAssessment } from './deriveAssessment.js';
import { type Dirt, dirtOf, lower } from './dirt.js';
import { type ParkMemory, absorbTouches, isOutgrown, isUsable, loadMemory } from './parkMemory.js';
import type { AssessmentRules } from './rules.js';
import { submissionDirt } from './submissionDirt.js';

/** What deciding alerts needs to know of the process around it, and whom it tells when a rule fails. */
export interface AlertWatch {
  /** False while events were accepted that are not stored: silence cannot be told from lag. */
  readonly isCaughtUp: () => boolean;
  readonly onFailure: (failure: AlertFailure, park: string) => void;
}

const UNWATCHED: AlertWatch = { isCaughtUp: () => true, onFailure: () => undefined };

/** Where a park stands after an assessment, as the process that made it knows without asking. */
export interface AssessedStanding extends Standing {
  readonly park: string;
  readonly knownFrom: Instant;
  readonly assessedTo: Instant;
}

/** Parks kept in memory by one process; the least recently assessed is let go first. */
const LARGEST_CACHE = 200;

/**
 * Assesses parks: takes what was touched, derives everything from the earliest touched moment up to now, and says which
 * log rows are no longer true and which are new. Deciding is the domain's; this class only remembers what it has read.
 */
export class ParkAssessor {
  private readonly memories = new Map<string, ParkMemory>();

  constructor(
    private readonly rules: AssessmentRules,
    private readonly watch: AlertWatch = UNWATCHED,
  ) {}

  /** @param now the instant up to which time has been lived; the only clock reading of a run. */
  async assess(session: AssessmentSession, now: Instant): Promise<AssessmentCommit> {
    const dirt = await this.dirtOf(session);
    const from = earliest(dirt, session.assessedTo ?? now);
    const held = this.memories.get(session.park.id);
    this.memories.delete(session.park.id);
    let memory = isUsable(held, session, from) ? held : await loadMemory(session, from);
    let late = await absorbTouches(memory, session, session.touches);
    if (memory.facts.needsReload) {
      // A late state fell among heartbeats that were kept as one stretch: read them singly again.
      memory = await loadMemory(session, from);
      late = await absorbTouches(memory, session, session.touches);
    }
    const commit = await deriveAssessment({
      ...{ rules: this.rules, session, memory, dirt, late, now },
      isCaughtUp: this.watch.isCaughtUp(),
      onAlertFailure: (failure) => this.watch.onFailure(failure, session.park.id),
    });
    this.remember(session.park.id, memory);
    return commit;
  }

  /** Drops what is remembered of a park: after a failed run memory may be ahead of the store. */
  forget(park: string): void {
    this.memories.delete(park);
  }

  /** Tells memory the revision its last commit was given; returns where the park now stands if that changed and is remembered. */
  committed(park: string, { revision, knownFrom }: Assessed): AssessedStanding | null {
    const memory = this.memories.get(park);
    if (memory === undefined) return null;
    const { levels, score, assessedTo, revision: before } = memory;
    memory.revision = revision;
    if (assessedTo === null || revision === before) return null;
    return { park, revision, knownFrom, assessedTo, levels: [...levels.values()], score };
  }

  private async dirtOf(session: AssessmentSession): Promise<Dirt> {
    const dirt = dirtOf(session.touches);
    const measures = new Map(dirt.measures);
    for (const [measure, at] of await submissionDirt(session)) lower(measures, measure, at);
    return { ...dirt, measures };
  }

  private remember(park: string, memory: ParkMemory): void {
    if (isOutgrown(memory)) return;
    this.memories.set(park, memory);
    const oldest = this.memories.keys().next().value;
    if (this.memories.size > LARGEST_CACHE && oldest !== undefined) this.memories.delete(oldest);
  }
}

function earliest(dirt: Dirt, otherwise: Instant): Instant {
  return Math.min(otherwise, ...dirt.measures.values(), ...dirt.attested.values());
}
