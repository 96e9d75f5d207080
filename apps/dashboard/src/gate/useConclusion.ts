import { useLive } from '../stores/live.js';
import { useQuery } from '../api/useQuery.js';
import { useBeat } from '../views/useBeat.js';
import { useMoment } from '../views/useMoment.js';
import { usePark } from '../views/usePark.js';
import { loadConclusion } from './calls.js';

/** The conclusion of the park in view, at the moment in view. */
export function useConclusion() {
  const live = useLive();
  const { park, zone } = usePark();
  const { moment, isLive } = useMoment();
  const beat = useBeat(() => live.picture?.revision ?? 0, 10_000);
  const conclusion = useQuery(
    () =>
      `${park.value} ${moment.value.at ?? 'now'} ${moment.value.knownAt ?? ''}|${isLive.value ? beat.value : ''}`,
    (signal) => loadConclusion(park.value, moment.value, signal),
  );
  return { park, zone, isLive, conclusion };
}
