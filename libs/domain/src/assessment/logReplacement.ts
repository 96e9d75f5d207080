import type { Instant } from '../telemetry/facts.js';

/** What must change in a log so that it says what was derived anew. */
export interface LogReplacement<Row> {
  /** Rows that stop being true. */
  readonly superseded: readonly Row[];
  readonly added: readonly Row[];
}

interface Keyed {
  readonly at: Instant;
}

/**
 * Compares the rows a log holds over a span with those derived anew for it: equal rows stay untouched, with the
 * knowledge time and the cause they had. Both are in order of time and belong to one series.
 */
export function replaceRows<Row extends Keyed>(
  held: readonly Row[],
  derived: readonly Row[],
  areEqual: (a: Row, b: Row) => boolean,
): LogReplacement<Row> {
  const byInstant = new Map(held.map((row) => [row.at, row]));
  const added: Row[] = [];
  for (const row of derived) {
    const old = byInstant.get(row.at);
    if (old !== undefined && areEqual(old, row)) {
      byInstant.delete(row.at);
      continue;
    }
    added.push(row);
  }
  return { superseded: [...byInstant.values()], added };
}
