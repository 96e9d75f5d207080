import { statement } from '../driver/database.js';

/** The assessor looks at the park at once: what an act or a setting unmutes is told, what it ends is stopped. */
export const WAKE_PARK = statement(
  'wake-park-for-alert',
  'UPDATE park_state SET next_due = least(coalesce(next_due, now()), now()) WHERE park = $1',
);
