import {
  type Assessment,
  OUTGOING_TYPES,
  type TopicNames,
  cloudEvent,
  toMessage,
} from '@parkpulse/contracts';
import type { AssessedStanding } from '../assess/parkAssessor.js';
import type { AssessmentRules } from '../assess/rules.js';
import type { EventLog, NewRecord, ReadModel } from '../ports.js';
import { assessmentOf, toAssessment } from '../queries/assessmentOf.js';
import { changedBetween } from './changedBetween.js';
import { Standings } from './standings.js';
import type { PublicationStore, PublishLease, RevisionMark, UnpublishedPark } from './ports.js';

export interface PublisherOptions {
  readonly store: PublicationStore;
  readonly read: ReadModel;
  readonly log: EventLog;
  readonly rules: AssessmentRules;
  readonly topics: TopicNames;
  /** Tells this process from others. */
  readonly holder: string;
  readonly onError: (error: unknown) => void;
}

export interface Publisher {
  /** A park was assessed here and now stands so (null: as before, or not known): look now. */
  assessed(standing: AssessedStanding | null): void;
  stop(): Promise<void>;
}

const SOURCE = 'urn:parkpulse';
const LEASE_MS = 10_000;
/** Others assess too; without a wake-up from them it is looked this often. */
const LOOK_MS = 1000;
const RETRY_MS = 2000;
const PARKS_AT_ONCE = 20;
const REVISIONS_AT_ONCE = 50;
/** Parks whose last published assessment is remembered rather than read again. */
const LARGEST_CACHE = 500;

/** Tells other systems of every revision of every park, in order, on the topic `assessments`. One process at a time. */
export function startPublisher(options: PublisherOptions): Publisher {
  const loop = new Loop(options);
  loop.run();
  return loop;
}

class Loop implements Publisher {
  private readonly last = new Map<string, Assessment>();
  private readonly standings = new Standings();
  private isStopping = false;
  private isWoken = false;
  private interrupt: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: PublisherOptions) {}

  run(): void {
    this.running = this.work();
  }

  assessed(standing: AssessedStanding | null): void {
    if (standing !== null) this.standings.keep(standing);
    this.isWoken = true;
    this.interrupt();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.interrupt();
    await this.running;
  }

  private async work(): Promise<void> {
    const { store, holder, onError } = this.options;
    let held: PublishLease | null = null;
    while (!this.isStopping) {
      let pause = LOOK_MS;
      this.isWoken = false;
      try {
        held = await store.lease(holder, LEASE_MS);
        if (held === null) this.standings.clear();
        else if (await this.publishSome(held)) pause = 0;
      } catch (error) {
        onError(error);
        pause = RETRY_MS;
      }
      if (pause > 0 && !this.isStopping && (!this.isWoken || held === null)) await this.sleep(pause);
    }
    if (held !== null) await store.release(held).catch(() => undefined);
  }

  /** Returns whether there may be more. */
  private async publishSome(lease: PublishLease): Promise<boolean> {
    const parks = await this.options.store.unpublished(PARKS_AT_ONCE);
    for (const park of parks) {
      if (this.isStopping || !(await this.publishPark(park, lease))) return false;
    }
    return parks.length > 0;
  }

  private async publishPark(
    { park, published, newest }: UnpublishedPark,
    lease: PublishLease,
  ): Promise<boolean> {
    const { store, log, topics } = this.options;
    // Who was never told gets the whole as it stands now, not its history.
    const marks = await store.revisions(park, published ?? newest, REVISIONS_AT_ONCE);
    let before = published === null ? null : await this.standing(park, published, marks[0]);
    const records: NewRecord[] = [];
    for (const [place, mark] of marks.entries()) {
      if (before !== null && mark.revision <= before.revision) continue;
      const after = await this.assessmentAt(park, mark, marks[place + 1]);
      records.push(this.toRecord(before, after));
      before = after;
    }
    if (before === null || records.length === 0) return false;
    await log.append(topics.assessments, records);
    this.remember(before);
    return store.published(park, before.revision, lease);
  }

  private async standing(
    park: string,
    revision: number,
    mark: RevisionMark | undefined,
  ): Promise<Assessment | null> {
    const held = this.last.get(park);
    if (held?.revision === revision) return held;
    return mark?.revision === revision ? this.assessmentAt(park, mark) : null;
  }

  // As it was known at that revision: a copy told again says the same word for word. Of revisions known from one and
  // the same instant only the last ever held; it stands for all of them, so that no revision is missed by who listens.
  private async assessmentAt(park: string, mark: RevisionMark, next?: RevisionMark): Promise<Assessment> {
    const { read, rules } = this.options;
    const { revision, knownFrom, assessedTo } = mark;
    const query = { park, at: assessedTo, knownAt: knownFrom, now: knownFrom };
    const standing = next?.knownFrom === knownFrom ? null : this.standings.at(park, mark);
    if (standing !== null) return toAssessment(rules, query, standing);
    return { ...(await assessmentOf(read, rules, query)), revision };
  }

  private toRecord(before: Assessment | null, after: Assessment): NewRecord {
    const { park, revision, at } = after;
    const id = `${park}/${revision}`;
    const data = changedBetween(before, after);
    const event = cloudEvent({
      type: OUTGOING_TYPES.assessmentChanged,
      id,
      source: SOURCE,
      park,
      time: at,
      sequence: revision,
      data,
    });
    const { key, value, headers } = toMessage(event, this.options.topics);
    return { key, value: new TextEncoder().encode(value), headers };
  }

  private remember(assessment: Assessment): void {
    this.standings.drop(assessment.park, assessment.revision);
    this.last.delete(assessment.park);
    this.last.set(assessment.park, assessment);
    const oldest = this.last.keys().next().value;
    if (this.last.size > LARGEST_CACHE && oldest !== undefined) this.last.delete(oldest);
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      this.interrupt = done;
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
    });
  }
}
