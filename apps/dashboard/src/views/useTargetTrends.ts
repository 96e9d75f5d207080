import { loadTrends } from '../api/calls.js';
import { serverNow } from '../api/http.js';
import { useQuery } from '../api/useQuery.js';
import type { TargetRow } from '../live/targets.js';
import { useLive } from '../stores/live.js';
import { spanEnding } from './ranges.js';
import { useBeat } from './useBeat.js';
import { usePark } from './usePark.js';

/** The days of the last 90 of every indicator that has a target. */
export function useTargetTrends(rows: () => readonly TargetRow[]) {
  const live = useLive();
  const { park } = usePark();
  const beat = useBeat(() => live.picture?.revision ?? 0, 60_000);
  const ids = (): readonly string[] =>
    rows()
      .map(({ id }) => id)
      .sort();
  return useQuery(
    () => (rows().length === 0 ? null : `${park.value}|${ids().join(' ')} ${beat.value}`),
    (signal) => {
      const span = spanEnding(serverNow(), '90d');
      const nodes = rows().map(({ id }) => id);
      return loadTrends(park.value, { ...span, interval: '1d', nodes }, signal);
    },
  );
}
