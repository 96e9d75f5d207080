import type { Alert, Places } from '@parkpulse/contracts';
import type { Assessment, Feeds, Transition, Trend } from '../../api/types.js';

/** Everything a wall shows of a park, part by part; null while a part was never loaded. */
export interface WallPicture {
  readonly assessment: Assessment | null;
  /** Z of the last 31 days by the hour. */
  readonly month: Trend | null;
  /** Z of the last 91 days by the day. */
  readonly quarter: Trend | null;
  /** The six primaries of the last 31 days by the day. */
  readonly primaries: readonly Trend[] | null;
  /** Changes of stable candidate levels in the last 30 days, newest first. */
  readonly transitions: readonly Transition[] | null;
  readonly feeds: Feeds | null;
  /** Null where the server has no alert list: then levels that fell stand in. */
  readonly alerts: readonly Alert[] | null;
  readonly places: Places | null;
}

export type PartName = keyof WallPicture;

/** When each part was last known to be current, by the server's clock. */
export type Stamps = Readonly<Record<PartName, number | null>>;

export const EMPTY_PICTURE: WallPicture = {
  assessment: null,
  month: null,
  quarter: null,
  primaries: null,
  transitions: null,
  feeds: null,
  alerts: null,
  places: null,
};

export const NO_STAMPS: Stamps = {
  assessment: null,
  month: null,
  quarter: null,
  primaries: null,
  transitions: null,
  feeds: null,
  alerts: null,
  places: null,
};

/** How often a part is asked for, in milliseconds; older than three of these it is shown as stale. */
export const PERIOD_MS: Readonly<Record<PartName, number>> = {
  assessment: 10_000,
  month: 60_000,
  quarter: 600_000,
  primaries: 600_000,
  transitions: 60_000,
  feeds: 15_000,
  alerts: 20_000,
  places: 60_000,
};

const STALE_PERIODS = 3;

/** How old a part is when it is too old to look live; null while it is fresh or was never there. */
export function staleAge(part: PartName, stamps: Stamps, now: number): number | null {
  const stamp = stamps[part];
  if (stamp === null) return null;
  const age = now - stamp;
  return age > STALE_PERIODS * PERIOD_MS[part] ? age : null;
}

/** The most changes a wall keeps. */
export const MOST_TRANSITIONS = 300;
