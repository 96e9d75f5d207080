import type { AssessmentStore } from '@parkpulse/application';

/**
 * Keeps parks from being assessed for a while. A history that is poured in day by day would be assessed again and again
 * from its beginning; held back, it is assessed once, when all of it is there.
 */
export class HeldParks {
  private readonly held = new Set<string>();

  hold(park: string): void {
    this.held.add(park);
  }

  release(park: string): void {
    this.held.delete(park);
  }

  /** The store without the held parks. */
  over(store: AssessmentStore): AssessmentStore {
    return {
      dueParks: async (now, limit) => {
        const parks = await store.dueParks(now, limit + this.held.size);
        return parks.filter((park) => !this.held.has(park)).slice(0, limit);
      },
      nextDue: () => store.nextDue(),
      assess: (park, work) => store.assess(park, work),
    };
  }
}
