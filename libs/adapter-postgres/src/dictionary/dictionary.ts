import type { Sql } from '../driver/database.js';
import { EventKeys } from './eventKeys.js';
import { ParkKeys } from './parkKeys.js';
import { SeriesKeys } from './seriesKeys.js';
import { Terms } from './terms.js';

/** The numbers that stand for names in the large tables. */
export interface Dictionary {
  readonly parks: ParkKeys;
  readonly terms: Terms;
  readonly series: SeriesKeys;
  readonly events: EventKeys;
}

/**
 * Opens the dictionary on connections of its own: what it adds is committed at once, so a number it has given stays true
 * even when the transaction that asked for it is rolled back.
 */
export function openDictionary(sql: Sql): Dictionary {
  return {
    parks: new ParkKeys(sql),
    terms: new Terms(sql),
    series: new SeriesKeys(sql),
    events: new EventKeys(sql),
  };
}
