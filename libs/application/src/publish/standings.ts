import type { AssessedStanding } from '../assess/parkAssessor.js';
import type { RevisionMark } from './ports.js';

/** Standings of one park kept until they are told; older ones are read again. */
const MOST_OF_PARK = 50;

/** Where parks stood at the revisions this process has just assessed, so that telling of them asks the store for nothing. */
export class Standings {
  private readonly byPark = new Map<string, readonly AssessedStanding[]>();

  keep(standing: AssessedStanding): void {
    const held = this.byPark.get(standing.park) ?? [];
    this.byPark.set(standing.park, [...held, standing].slice(-MOST_OF_PARK));
  }

  /** The standing of a mark; null when it is not held, or is not of the same points in both times. */
  at(park: string, { revision, knownFrom, assessedTo }: RevisionMark): AssessedStanding | null {
    const found = this.byPark.get(park)?.find((standing) => standing.revision === revision);
    return found?.knownFrom === knownFrom && found.assessedTo === assessedTo ? found : null;
  }

  /** Forgets a park up to a revision. */
  drop(park: string, revision: number): void {
    const kept = (this.byPark.get(park) ?? []).filter((standing) => standing.revision > revision);
    if (kept.length === 0) this.byPark.delete(park);
    else this.byPark.set(park, kept);
  }

  /** Forgets all: another process tells. */
  clear(): void {
    this.byPark.clear();
  }
}
