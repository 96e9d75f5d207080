import type { Instant } from '@parkpulse/domain';

/** What somebody stated about a park for its conclusion: the gate of clause 4.1, or one key item of Table 2. */
export interface StatementRecord {
  /** `gate`, or the id of a key item. */
  readonly subject: string;
  /** What was stated, as plain JSON. */
  readonly content: unknown;
  readonly from: Instant;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
}

/** Statements of parks. Duties: of a subject the newest `from`, then the newest recorded, is in force; none is overwritten. */
export interface StatementStore {
  /** The statements in force at an instant, as known at `knownAt` (null: now), by subject. */
  statementsAt(park: string, at: Instant, knownAt: Instant | null): Promise<readonly StatementRecord[]>;
  addStatement(park: string, statement: StatementRecord): Promise<void>;
}
