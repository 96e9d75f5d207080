import { computed } from 'vue';
import { dropTarget, loadTargets, putTarget } from '../api/calls.js';
import type { IndicatorId, Level, Target, TargetRequest } from '../api/types.js';
import { useQuery } from '../api/useQuery.js';
import { useClock } from '../stores/clock.js';
import { timeText } from '../format/time.js';
import { usePark } from './usePark.js';
import { useSaving } from './useSaving.js';

/** What the park means to reach, and changing it. */
export function useTargets() {
  const { park, zone } = usePark();
  const clock = useClock();
  const query = useQuery(
    () => park.value,
    (signal) => loadTargets(park.value, signal),
  );
  const saving = useSaving();
  const byIndicator = computed(
    () => new Map<IndicatorId, Target>((query.data.value ?? []).map((one) => [one.indicator, one])),
  );
  const today = computed(() => timeText(clock.now, 'day', { zone: zone.value }));
  const levelOf = (id: IndicatorId): Level | null => byIndicator.value.get(id)?.level ?? null;

  async function change(action: () => Promise<unknown>): Promise<boolean> {
    await saving.run(action);
    if (saving.problem.value !== null) return false;
    await query.refresh();
    return true;
  }
  const set = (id: IndicatorId, target: TargetRequest): Promise<boolean> =>
    change(() => putTarget(park.value, id, target));
  const drop = (id: IndicatorId): Promise<boolean> => change(() => dropTarget(park.value, id));
  return { query, byIndicator, levelOf, today, set, drop, busy: saving.busy, problem: saving.problem };
}
