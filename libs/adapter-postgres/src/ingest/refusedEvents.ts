import type { IngestCommit, StorableEvent } from '@parkpulse/application';
import { isRefusedValue } from '../driver/classify.js';
import type { Database } from '../driver/database.js';
import { type Words, prepareCommit } from './preparedEvents.js';
import { storeEvents } from './storeEvents.js';

class TrialOver extends Error {}

/**
 * Finds the events whose values the database refuses by halving: each trial stores a part of the batch in a
 * transaction that is always rolled back. Only faults of data count; a broken database ends the search.
 */
export async function splitRefused(
  database: Database,
  words: Words,
  commit: IngestCommit,
): Promise<{ readonly sound: readonly StorableEvent[]; readonly refused: readonly StorableEvent[] }> {
  const refused = await refusedAmong(commit.events);
  return { sound: commit.events.filter((event) => !refused.includes(event)), refused };

  async function refusedAmong(events: readonly StorableEvent[]): Promise<readonly StorableEvent[]> {
    if (events.length === 0 || (await isAccepted(events))) return [];
    if (events.length === 1) return events;
    const middle = Math.ceil(events.length / 2);
    return [...(await refusedAmong(events.slice(0, middle))), ...(await refusedAmong(events.slice(middle)))];
  }

  async function isAccepted(events: readonly StorableEvent[]): Promise<boolean> {
    try {
      const prepared = await prepareCommit(words, { ...commit, events, deadLetters: [] });
      await database.transaction(async (transaction) => {
        await storeEvents(transaction, prepared, commit.stream, 'insert');
        throw new TrialOver();
      });
      return true;
    } catch (error) {
      if (error instanceof TrialOver) return true;
      if (isRefusedValue(error)) return false;
      throw error;
    }
  }
}
