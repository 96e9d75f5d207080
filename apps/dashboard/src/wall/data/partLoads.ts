import { PRIMARY_IDS } from '@parkpulse/domain';
import { loadFeeds, loadNewestTransitions, loadTrend, loadTrends } from '../../api/calls.js';
import { ProblemError, serverNow } from '../../api/http.js';
import { MOST_TRANSITIONS, type PartName, type WallPicture } from './picture.js';
import { loadOpenAlerts, loadPlaces } from './wallCalls.js';

export type LoadedPart = Exclude<PartName, 'assessment'>;

type Loads = { readonly [Part in LoadedPart]: (park: string, signal: AbortSignal) => Promise<WallPicture[Part]> };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NO_LIST_MS = 5 * 60_000;
let askAlertsFrom = 0;

function spanOf(length: number) {
  const now = serverNow();
  return { from: new Date(now - length).toISOString(), to: new Date(now).toISOString() };
}

/** How each part is loaded; the live stream brings the assessment. */
export const PART_LOADS: Loads = {
  month: (park, signal) => loadTrend(park, { ...spanOf(31 * DAY), interval: '1h', node: 'Z' }, signal),
  quarter: (park, signal) => loadTrend(park, { ...spanOf(91 * DAY), interval: '1d', node: 'Z' }, signal),
  primaries: (park, signal) =>
    loadTrends(park, { ...spanOf(31 * DAY), interval: '1d', nodes: PRIMARY_IDS }, signal),
  transitions: (park, signal) =>
    loadNewestTransitions(park, { ...spanOf(30 * DAY), count: MOST_TRANSITIONS }, signal),
  feeds: loadFeeds,
  // Without a list the wall makes do with levels that fell, and asks again only now and then.
  alerts: async (park, signal) => {
    if (performance.now() < askAlertsFrom) return null;
    try {
      return (await loadOpenAlerts(park, signal)).items;
    } catch (error) {
      if (!(error instanceof ProblemError) || ![403, 404, 405].includes(error.status)) throw error;
      askAlertsFrom = performance.now() + NO_LIST_MS;
      return null;
    }
  },
  places: loadPlaces,
};

/** The least time between two loads of a part when the stream says that something moved. */
export const LEAST_MS: Readonly<Record<LoadedPart, number>> = {
  month: 20_000,
  quarter: 120_000,
  primaries: 120_000,
  transitions: 2000,
  feeds: 5000,
  alerts: 1000,
  places: 15_000,
};
