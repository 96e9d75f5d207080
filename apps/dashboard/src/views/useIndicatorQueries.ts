import type { IndicatorId } from '@parkpulse/domain';
import { computed, type Ref } from 'vue';
import {
  loadAttestations,
  loadIndicator,
  loadSeries,
  loadTransitions,
  loadTrend,
  loadValue,
  type Moment,
} from '../api/calls.js';
import { serverNow } from '../api/http.js';
import { useQuery } from '../api/useQuery.js';
import { measuresOfIndicator } from '../live/clauses.js';
import { useLive } from '../stores/live.js';
import { intervalFor, spanEnding } from './ranges.js';
import { useBeat } from './useBeat.js';
import { useMoment } from './useMoment.js';
import { usePark } from './usePark.js';

/** What the indicator page asks for: at once when this indicator changes, slowly while only its values move. */
export function useIndicatorQueries(id: Ref<IndicatorId>, range: Ref<string>, shown: Ref<string | null>) {
  const live = useLive();
  const { park } = usePark();
  const { moment, isLive } = useMoment();
  const beat = useBeat(() => live.assessment?.indicators.find((state) => state.id === id.value), 1000);
  const slowBeat = useBeat(() => live.picture?.revision ?? 0, 5000);
  const end = (): number => (moment.value.at === null ? serverNow() : Date.parse(moment.value.at));
  const span = () => spanEnding(end(), range.value);
  const bucketed = () => ({ ...span(), interval: intervalFor(range.value) });
  const subject = computed(
    () => `${park.value} ${id.value} ${moment.value.at ?? 'now'} ${moment.value.knownAt ?? ''}`,
  );
  const ticking = (): string => `${subject.value}|${isLive.value ? `${beat.value} ${slowBeat.value}` : ''}`;
  const ranged = (): string => `${subject.value} ${range.value}|${beat.value}`;

  const detail = useQuery(ticking, (signal) => loadIndicator(park.value, id.value, moment.value, signal));
  const values = useQuery(ticking, (signal) => loadValues(park.value, id.value, moment.value, signal));
  const trend = useQuery(ranged, (signal) =>
    loadTrend(park.value, { ...bucketed(), node: id.value }, signal),
  );
  const series = useQuery(
    () => (shown.value === null ? null : `${subject.value} ${range.value} ${shown.value}|${slowBeat.value}`),
    (signal) => loadSeries(park.value, shown.value ?? '', bucketed(), signal),
  );
  const changes = useQuery(ranged, (signal) =>
    loadTransitions(park.value, { ...span(), indicator: id.value, series: 'stable' }, signal),
  );
  const attestations = useQuery(
    () => `${park.value} ${id.value}|${beat.value}`,
    (signal) => loadAttestations(park.value, signal, id.value),
  );
  return { detail, values, trend, series, changes, attestations, end };
}

/** The values of the measures an indicator compares; one that cannot be had is left out. */
async function loadValues(park: string, id: IndicatorId, moment: Moment, signal: AbortSignal) {
  const keys = measuresOfIndicator(id).map(({ key }) => key);
  const asked = keys.map((key) => loadValue(park, key, moment, signal).catch(() => null));
  const known = (await Promise.all(asked)).filter((answer) => answer !== null);
  return new Map(known.map((answer) => [answer.measure, answer]));
}
