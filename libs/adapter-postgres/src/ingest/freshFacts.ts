import type { FactSpan, StorableEvent, StreamId } from '@parkpulse/application';
import type { Fact, Origin } from '@parkpulse/domain';
import type { PreparedEvent } from './preparedEvents.js';
import { touchGroupOf } from './touches.js';

/** What one event said, without its payload: rows with where they came from, or facts. */
interface FreshEvent {
  readonly rows: FactSpan | null;
  readonly origin: Origin;
  readonly facts: readonly Fact[];
}

interface FreshCommit {
  readonly count: number;
  readonly byPark: ReadonlyMap<number, readonly FreshEvent[]>;
}

/** Rows held at most, at about 50 bytes each. A commit that was let go is read from the database. */
const MOST_FACTS = 200_000;
const MOST_COMMITS = 5000;
/** A fact that is an object takes as much as so many rows. */
const OBJECT_ROWS = 20;

/**
 * What this process stored last, so that its assessor need not read it back. Commits go by the number of their first event.
 * Only a hint: who asks knows from the touches it took which commits it wants, and reads those that are not held.
 */
export class FreshFacts {
  private readonly commits = new Map<number, FreshCommit>();
  /** In how many commits a park is. */
  private readonly commitsOf = new Map<number, number>();
  private held = 0;

  /** The parks that something is held of. */
  parks(): readonly number[] {
    return [...this.commitsOf.keys()];
  }

  /** Takes a commit in; it may still be rolled back, then no touch will ever name it. */
  hold(stream: StreamId, events: readonly PreparedEvent[]): void {
    const [first] = events;
    if (first === undefined) return;
    const byPark = new Map<number, FreshEvent[]>();
    let count = 0;
    for (const { event, park } of events) {
      const fresh = toFresh(event, stream);
      count += fresh.rows === null ? OBJECT_ROWS * fresh.facts.length : fresh.rows.to - fresh.rows.from;
      const own = byPark.get(park);
      if (own === undefined) byPark.set(park, [fresh]);
      else own.push(fresh);
    }
    // A transaction that was run again stores the same once more.
    this.drop(first.key);
    this.commits.set(first.key, { count, byPark });
    this.held += count;
    for (const park of byPark.keys()) this.commitsOf.set(park, (this.commitsOf.get(park) ?? 0) + 1);
    this.letGo();
  }

  holds(commit: number): boolean {
    return this.commits.has(commit);
  }

  /** All facts of a park in those of some commits that are held, by kind and group, in order of arrival. */
  of(park: number, commits: Iterable<number>): ReadonlyMap<string, readonly Fact[]> {
    const found = new Map<string, Fact[]>();
    for (const commit of [...commits].sort((a, b) => a - b))
      for (const event of this.commits.get(commit)?.byPark.get(park) ?? [])
        for (const fact of factsOf(event)) add(found, fact);
    return found;
  }

  // The oldest first: an assessor that lags reads.
  private letGo(): void {
    for (const key of this.commits.keys()) {
      if (this.held <= MOST_FACTS && this.commits.size <= MOST_COMMITS) return;
      this.drop(key);
    }
  }

  private drop(key: number): void {
    const commit = this.commits.get(key);
    if (commit === undefined) return;
    this.commits.delete(key);
    this.held -= commit.count;
    for (const park of commit.byPark.keys()) {
      const left = (this.commitsOf.get(park) ?? 1) - 1;
      if (left === 0) this.commitsOf.delete(park);
      else this.commitsOf.set(park, left);
    }
  }
}

/** Names what a touch and a fact have in common. */
export function kindAndGroup(kind: string, group: string): string {
  return `${kind} ${group}`;
}

function add(found: Map<string, Fact[]>, fact: Fact): void {
  const name = kindAndGroup(fact.kind, touchGroupOf(fact));
  const own = found.get(name);
  if (own === undefined) found.set(name, [fact]);
  else own.push(fact);
}

function toFresh(event: StorableEvent, { topic, partition }: StreamId): FreshEvent {
  const { source, id, sequence, receivedAt: knownAt, offset, rows } = event;
  const origin = { source, event: id, sequence, knownAt, topic, partition, offset };
  return { rows: rows ?? null, origin, facts: rows === undefined ? event.facts : [] };
}

function factsOf({ rows, origin, facts }: FreshEvent): readonly Fact[] {
  if (rows === null) return facts.map((fact) => ({ ...fact, origin }));
  const { columns, from, to } = rows;
  return Array.from({ length: to - from }, (_, item) => columns.factAt(from + item, origin));
}
