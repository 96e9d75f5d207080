import type { Touch } from '@parkpulse/application';
import { type Transaction, statement } from '../driver/database.js';
import { mergedSpan } from '../ingest/touches.js';

const TAKE_TOUCHES = statement(
  'take-touches',
  `DELETE FROM park_touch WHERE park = $1
   RETURNING kind, "group", moment_from AS "from", moment_to AS "to", known_at AS "knownAt"`,
);

/** Takes the touches of a park, merged to one per kind and group; they are gone when the transaction commits. */
export async function takeTouches(transaction: Transaction, park: number): Promise<readonly Touch[]> {
  const merged = new Map<string, Touch>();
  for (const touch of await transaction.rows<Touch>(TAKE_TOUCHES, [park])) {
    const name = `${touch.kind} ${touch.group}`;
    const held = merged.get(name);
    merged.set(name, held === undefined ? touch : { ...touch, ...mergedSpan(held, touch) });
  }
  return [...merged.values()].sort((a, b) => a.from - b.from);
}
