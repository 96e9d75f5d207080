import type { AssessmentStore, Clock } from '../ports.js';
import type { AssessedStanding, ParkAssessor } from './parkAssessor.js';

export interface AssessorOptions {
  readonly store: AssessmentStore;
  readonly assessor: ParkAssessor;
  readonly clock: Clock;
  readonly onError: (error: unknown, park: string) => void;
  readonly onAssessed: (report: {
    readonly park: string;
    readonly milliseconds: number;
    readonly revision: number;
    /** Null when nothing changed, or the park is not remembered. */
    readonly standing: AssessedStanding | null;
  }) => void;
}

export interface AssessorLoop {
  /** Something was stored: look for due parks now. */
  wake(): void;
  stop(): Promise<void>;
}

const MOST_DUE = 20;
/** Parks in work together: while one waits for the database, another is derived. One connection for each. */
const LANES = 3;
/** Other workers store too; without a wake-up from them the queue is looked at this often. */
const LONGEST_SLEEP_MS = 1000;
const RETRY_MS = 1000;

/**
 * Works the queue of due parks: fresh data and the passing of time (staleness, confirmation, the close of a period) are
 * the same thing here, a park whose due instant has come. One loop per process; the store keeps two workers apart.
 */
export function startAssessor(options: AssessorOptions): AssessorLoop {
  const loop = new Loop(options);
  loop.run();
  return loop;
}

class Loop implements AssessorLoop {
  private stopping = false;
  private woken = false;
  private interrupt: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: AssessorOptions) {}

  run(): void {
    this.running = this.work();
  }

  wake(): void {
    this.woken = true;
    this.interrupt();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.interrupt();
    await this.running;
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      const pause = await this.assessDue();
      if (!this.woken && !this.stopping && pause > 0) await this.sleep(pause);
    }
  }

  /** Assesses what is due and returns how long nothing will be due, in milliseconds. */
  private async assessDue(): Promise<number> {
    const { store, clock, onError } = this.options;
    try {
      const parks = await store.dueParks(clock.now(), MOST_DUE);
      const done = await this.assessAll(parks);
      if (parks.length > 0) return done === 0 ? RETRY_MS : 0;
      const next = await store.nextDue();
      return Math.min(LONGEST_SLEEP_MS, next === null ? LONGEST_SLEEP_MS : Math.max(1, next - clock.now()));
    } catch (error) {
      onError(error, '');
      return RETRY_MS;
    }
  }

  /** Returns how many of the parks were assessed. */
  private async assessAll(parks: readonly string[]): Promise<number> {
    const waiting = parks.values();
    let done = 0;
    const lane = async (): Promise<void> => {
      for (const park of waiting) if (!this.stopping && (await this.assessOne(park))) done += 1;
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return done;
  }

  private async assessOne(park: string): Promise<boolean> {
    const { store, assessor, clock, onError, onAssessed } = this.options;
    const started = clock.now();
    try {
      const result = await store.assess(park, (session) => assessor.assess(session, clock.now()));
      if (result === null) return false;
      const standing = assessor.committed(park, result);
      onAssessed({ park, milliseconds: clock.now() - started, revision: result.revision, standing });
      return true;
    } catch (error) {
      assessor.forget(park);
      onError(error, park);
      return false;
    }
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
