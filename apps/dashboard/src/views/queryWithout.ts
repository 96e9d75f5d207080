import type { LocationQuery } from 'vue-router';

/** The page's query without some of its parts. */
export function queryWithout(query: LocationQuery, ...keys: readonly string[]): LocationQuery {
  return Object.fromEntries(Object.entries(query).filter(([key]) => !keys.includes(key)));
}
