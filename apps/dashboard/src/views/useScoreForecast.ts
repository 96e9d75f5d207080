import { computed } from 'vue';
import { loadTrend } from '../api/calls.js';
import { serverNow } from '../api/http.js';
import type { NodeId } from '../api/types.js';
import { useQuery } from '../api/useQuery.js';
import { forecastCrossing } from '../forecast/crossing.js';
import { usePark } from './usePark.js';

/** Six weeks of days: enough for a trend, near enough to be the present one. */
export const FORECAST_DAYS = 42;
const DAY = 86_400_000;

/** When Z would meet 60 or 80 if it went on as it does; null for other nodes and wherever the data do not say. */
export function useScoreForecast(node: () => NodeId) {
  const { park } = usePark();
  const days = useQuery(
    () => (node() === 'Z' ? park.value : null),
    (signal) => {
      const end = serverNow();
      const span = {
        from: new Date(end - FORECAST_DAYS * DAY).toISOString(),
        to: new Date(end).toISOString(),
      };
      return loadTrend(park.value, { ...span, interval: '1d', node: 'Z' }, signal);
    },
  );
  return computed(() => {
    const trend = days.data.value;
    if (trend === null || node() !== 'Z') return null;
    const points = trend.time.flatMap((time, index) => {
      const cell = trend.candidate[index];
      return cell === null || cell === undefined ? [] : [{ at: Date.parse(time), value: Number(cell) }];
    });
    return forecastCrossing(points, [60, 80]);
  });
}
