import type { TimeSpan } from '../kernel/calendar.js';
import {
  type Instant,
  type RegistryAttributes,
  type RegistryEntity,
  type RegistryFact,
  overrules,
} from './facts.js';
import { firstAfter } from './sortedInstants.js';

export type AttributesOf<Entity extends RegistryEntity> = Extract<RegistryAttributes, { entity: Entity }>;

/** An entry of the register while it is in force: [from, to); `to` is infinite while nothing ends it. */
export interface RegisterSpan<Entity extends RegistryEntity> extends TimeSpan {
  readonly attributes: AttributesOf<Entity>;
}

/** An id with its entry in force. */
export interface Member<Entity extends RegistryEntity> {
  readonly id: string;
  readonly attributes: AttributesOf<Entity>;
}

interface Timeline {
  readonly entries: RegistryFact[];
  spans: readonly RegisterSpan<RegistryEntity>[] | null;
}

interface Snapshot extends TimeSpan {
  readonly members: readonly Member<RegistryEntity>[];
}

/** An instant at which the standing of an id may change: an entry begins or ends, or a stop-use does. */
export interface RegisterChange {
  readonly at: Instant;
  readonly id: string;
}

interface Section {
  readonly timelines: Map<string, Timeline>;
  changes: readonly RegisterChange[] | null;
  snapshot: Snapshot | null;
  revision: number;
}

const NO_SPANS: readonly never[] = [];

/**
 * The park register through time: each entry is in force from `effectiveFrom` until `effectiveTo` or the next entry of
 * that id, so that every denominator comes from the register of its own moment. A tombstone removes the id.
 */
export class RegisterHistory {
  private readonly sections: Readonly<Record<RegistryEntity, Section>> = {
    enterprise: newSection(),
    device: newSection(),
    system: newSection(),
  };

  /** Places an entry; returns the earliest instant whose register may now differ, or null when nothing is new. */
  add(fact: RegistryFact): Instant | null {
    const section = this.sections[fact.entity];
    let timeline = section.timelines.get(fact.id);
    if (timeline === undefined) {
      timeline = { entries: [], spans: null };
      section.timelines.set(fact.id, timeline);
    }
    if (!place(timeline.entries, fact)) return null;
    timeline.spans = null;
    section.changes = null;
    section.snapshot = null;
    section.revision += 1;
    return fact.effectiveFrom;
  }

  /** Lists every id that was ever entered. */
  idsOf(entity: RegistryEntity): IterableIterator<string> {
    return this.sections[entity].timelines.keys();
  }

  /** Lists the stretches in which an id was in force, in order; the same list until that id changes. */
  spansOf<Entity extends RegistryEntity>(entity: Entity, id: string): readonly RegisterSpan<Entity>[] {
    const timeline = this.sections[entity].timelines.get(id);
    if (timeline === undefined) return NO_SPANS;
    timeline.spans ??= toSpans(timeline.entries);
    // A section holds entries of its own entity only.
    return timeline.spans as unknown as readonly RegisterSpan<Entity>[];
  }

  /** Returns the entry of an id in force at an instant, or null. */
  entryAt<Entity extends RegistryEntity>(
    entity: Entity,
    id: string,
    instant: Instant,
  ): AttributesOf<Entity> | null {
    const spans = this.spansOf(entity, id);
    for (const span of spans) if (span.from <= instant && instant < span.to) return span.attributes;
    return null;
  }

  /** Lists everyone in force at an instant, in the order of first entry; cached while the register stands still. */
  membersAt<Entity extends RegistryEntity>(entity: Entity, instant: Instant): readonly Member<Entity>[] {
    const section = this.sections[entity];
    const known = section.snapshot;
    if (known === null || instant < known.from || instant >= known.to) {
      section.snapshot = this.takeSnapshot(entity, instant);
    }
    return (section.snapshot?.members ?? NO_SPANS) as unknown as readonly Member<Entity>[];
  }

  /** Lists, in order, the changes in (from, to]: entries coming into force or ending, stop-use beginning or ending. */
  changesIn(entity: RegistryEntity, { from, to }: TimeSpan): readonly RegisterChange[] {
    const changes = this.changesOf(entity);
    return changes.slice(changeAfter(changes, from), changeAfter(changes, to));
  }

  /** Returns the first such change after an instant, or null. */
  nextChange(entity: RegistryEntity, after: Instant): Instant | null {
    const changes = this.changesOf(entity);
    return changes[changeAfter(changes, after)]?.at ?? null;
  }

  /** Counts the entries that changed a part of the register: what was derived from it is outdated when this moves. */
  revisionOf(entity: RegistryEntity): number {
    return this.sections[entity].revision;
  }

  private changesOf(entity: RegistryEntity): readonly RegisterChange[] {
    const section = this.sections[entity];
    if (section.changes === null) {
      const changes: RegisterChange[] = [];
      for (const id of section.timelines.keys()) collectChanges(id, this.spansOf(entity, id), changes);
      section.changes = changes.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    }
    return section.changes;
  }

  private takeSnapshot(entity: RegistryEntity, instant: Instant): Snapshot {
    const members: Member<RegistryEntity>[] = [];
    for (const id of this.sections[entity].timelines.keys()) {
      const attributes = this.entryAt(entity, id, instant);
      if (attributes !== null) members.push({ id, attributes });
    }
    const changes = this.changesOf(entity);
    const next = changeAfter(changes, instant);
    const from = changes[next - 1]?.at ?? Number.NEGATIVE_INFINITY;
    const to = changes[next]?.at ?? Number.POSITIVE_INFINITY;
    return { from, to, members: members.sort((a, b) => (a.id < b.id ? -1 : 1)) };
  }
}

function newSection(): Section {
  return { timelines: new Map(), changes: null, snapshot: null, revision: 0 };
}

function place(entries: RegistryFact[], fact: RegistryFact): boolean {
  const starts = entries.map(({ effectiveFrom }) => effectiveFrom);
  const index = firstAfter(starts, starts.length, fact.effectiveFrom);
  const held = entries[index - 1];
  if (held === undefined || held.effectiveFrom !== fact.effectiveFrom) {
    entries.splice(index, 0, fact);
    return true;
  }
  if (!overrules(fact.origin, held.origin)) return false;
  const isTie = overrules(held.origin, fact.origin);
  if (isTie && contentOf(fact) >= contentOf(held)) return false;
  entries[index - 1] = fact;
  return true;
}

// One event that contradicts itself: the smaller content stays, whatever the order of its items.
function contentOf({ effectiveTo, attributes }: RegistryFact): string {
  return JSON.stringify([effectiveTo, attributes]);
}

function toSpans(entries: readonly RegistryFact[]): readonly RegisterSpan<RegistryEntity>[] {
  const spans: RegisterSpan<RegistryEntity>[] = [];
  entries.forEach(({ effectiveFrom: from, effectiveTo, attributes }, index) => {
    const next = entries[index + 1]?.effectiveFrom ?? Number.POSITIVE_INFINITY;
    const to = Math.min(effectiveTo ?? Number.POSITIVE_INFINITY, next);
    if (attributes !== null && from < to) spans.push({ from, to, attributes });
  });
  return spans;
}

function collectChanges(
  id: string,
  spans: readonly RegisterSpan<RegistryEntity>[],
  into: RegisterChange[],
): void {
  const instants = new Set<Instant>();
  for (const { from, to, attributes } of spans) {
    instants.add(from);
    if (Number.isFinite(to)) instants.add(to);
    if (attributes.entity !== 'device') continue;
    for (const stop of attributes.stopUse) {
      if (stop.from > from && stop.from < to) instants.add(stop.from);
      if (stop.to > from && stop.to < to) instants.add(stop.to);
    }
  }
  for (const at of instants) into.push({ at, id });
}

/** Returns the index of the first change after an instant. */
function changeAfter(changes: readonly RegisterChange[], instant: Instant): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle]?.at ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
