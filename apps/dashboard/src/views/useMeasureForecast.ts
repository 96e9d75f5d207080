import { computed } from 'vue';
import { loadSeries } from '../api/calls.js';
import { serverNow } from '../api/http.js';
import { useQuery } from '../api/useQuery.js';
import { forecastCrossing } from '../forecast/crossing.js';
import { measureByKey } from '../format/names.js';
import { thresholdText, toPlotted } from '../format/ratio.js';
import type { Gate } from '../live/clauses.js';
import { usePark } from './usePark.js';
import { FORECAST_DAYS } from './useScoreForecast.js';

const DAY = 86_400_000;

interface Asked {
  readonly key: string;
  readonly gates: readonly Gate[];
}

/** When a measure would meet its next threshold if it went on as it does, with that threshold in words. */
export function useMeasureForecast(asked: () => Asked | null) {
  const { park } = usePark();
  const days = useQuery(
    () => (asked() === null ? null : `${park.value} ${asked()?.key}`),
    (signal) => {
      const end = serverNow();
      const span = {
        from: new Date(end - FORECAST_DAYS * DAY).toISOString(),
        to: new Date(end).toISOString(),
      };
      return loadSeries(park.value, asked()?.key ?? '', { ...span, interval: '1d' }, signal);
    },
  );
  return computed(() => {
    const [wanted, series] = [asked(), days.data.value];
    if (wanted === null || series?.measure !== wanted.key) return null;
    const unit = measureByKey(wanted.key)?.unit ?? 'count';
    const points = series.time.flatMap((time, index) => {
      const value = toPlotted(series.last[index] ?? null, unit);
      return value === null ? [] : [{ at: Date.parse(time), value }];
    });
    const gates = wanted.gates.map(({ level, threshold }) => ({
      value: toPlotted(threshold, unit) ?? 0,
      name: `${level} ${thresholdText(threshold, unit)}`,
    }));
    const crossing = forecastCrossing(
      points,
      gates.map(({ value }) => value),
    );
    const gate = gates.find(({ value }) => value === crossing?.threshold)?.name ?? '';
    return crossing === null ? null : { crossing, gate };
  });
}
