import type { FormulaResult } from './formedValue.js';
import { countedResult, uncountedResult, wholeShare } from './formedValue.js';
import { smallestResult } from './fields.js';

/** What one member adds to a lane: above and below the line, or that it keeps the value open. */
export interface Contribution {
  readonly above: number;
  readonly below: number;
  readonly isOpen: boolean;
}

export const PRESENT: Contribution = { above: 1, below: 1, isOpen: false };
export const ABSENT: Contribution = { above: 0, below: 1, isOpen: false };
export const OPEN: Contribution = { above: 0, below: 0, isOpen: true };

interface LaneTotals {
  above: number;
  below: number;
  open: number;
}

/**
 * Sums of what members add, kept up to date member by member. Most measures have one lane; where several kinds are filed
 * each has its own and the smallest share counts (ruling I31a).
 */
export class Tally {
  private readonly byMember = new Map<string, readonly Contribution[]>();
  private readonly totals: LaneTotals[];

  constructor(lanes: number) {
    this.totals = Array.from({ length: lanes }, () => ({ above: 0, below: 0, open: 0 }));
  }

  /** Adds what a member adds for good: it will not change. */
  addFixed(contributions: readonly Contribution[] | null): void {
    if (contributions !== null) this.apply(contributions, 1);
  }

  /** Sets what a member adds to each lane, in place of what it added before; null when it is not counted. */
  set(member: string, contributions: readonly Contribution[] | null): void {
    const before = this.byMember.get(member);
    if (before !== undefined) this.apply(before, -1);
    if (contributions === null) {
      this.byMember.delete(member);
      return;
    }
    this.apply(contributions, 1);
    this.byMember.set(member, contributions);
  }

  /** Returns the share over all members, or why there is none. */
  result(): FormulaResult {
    return smallestResult(
      this.totals.map(({ above, below, open }) =>
        open > 0 ? uncountedResult('insufficient_data') : countedResult(wholeShare(above, below)),
      ),
    );
  }

  private apply(contributions: readonly Contribution[], sign: 1 | -1): void {
    contributions.forEach(({ above, below, isOpen }, lane) => {
      const total = this.totals[lane];
      if (total === undefined) return;
      total.above += sign * above;
      total.below += sign * below;
      if (isOpen) total.open += sign;
    });
  }
}
