import { PRIMARY_IDS } from '@parkpulse/domain';
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { MOVES, loadAnnotations, loadTransitions, loadTrend, loadTrends, type Span } from '../api/calls.js';
import type { NodeId } from '../api/types.js';
import { useQuery } from '../api/useQuery.js';
import type { ComparedLine } from '../charts/trend.option.js';
import { isUnder } from '../format/names.js';
import { byBucket, byClock } from '../live/comparedTrend.js';
import { trimmed } from '../live/trendFigures.js';
import { useLive } from '../stores/live.js';
import { useSession } from '../stores/session.js';
import { intervalOf } from './ranges.js';
import { useBeat } from './useBeat.js';
import { usePark } from './usePark.js';
import type { useTrendRange } from './useTrendRange.js';

interface Asked {
  readonly node: Ref<NodeId>;
  readonly stacked: Ref<boolean>;
  readonly versus: Ref<string | null>;
  readonly range: ReturnType<typeof useTrendRange>;
}

/** Loads all of the trend page for one span: the node, what it is laid beside, what changed and what happened. */
export function useTrendData(asked: Asked) {
  const session = useSession();
  const { t } = useI18n();
  const { zone } = usePark();
  const { stacked, versus } = asked;
  const trend = useTrendQuery(asked);
  const shown = trend.data;

  const compared = computed<readonly ComparedLine[]>(() => {
    if (shown.value === null || stacked.value) return [];
    const { main, period, rival } = shown.value;
    const other = versus.value === null ? null : session.parkOf(versus.value);
    const zones = { main: zone.value, other: other?.timeZone ?? zone.value };
    return [
      ...(period === null ? [] : [{ name: t('trend.comparedPeriod'), cells: byBucket(main, period) }]),
      ...(rival === null ? [] : [{ name: other?.name ?? '', cells: byClock(main, rival, zones) }]),
    ];
  });
  return { trend, shown, compared, ...useHappenings(asked, () => shown.value?.span ?? null) };
}

function useTrendQuery({ node, stacked, versus, range: chosen }: Asked) {
  const live = useLive();
  const { park } = usePark();
  const { range, compare, zoomed, spanNow, comparedSpan } = chosen;
  const beat = useBeat(() => live.picture?.revision ?? 0, 30_000);
  const parts = (): string =>
    [range.value, zoomed.value?.from, zoomed.value?.to, compare.value, versus.value, stacked.value].join(' ');

  return useQuery(
    () => `${park.value} ${node.value}|${parts()} ${zoomed.value === null ? beat.value : ''}`,
    async (signal) => {
      const span = spanNow();
      const interval = intervalOf(span);
      const load = (id: string, one: NodeId, over: Span) =>
        loadTrend(id, { ...over, interval, node: one }, signal);
      const other = comparedSpan(span);
      const [main, period, rival, layers] = await Promise.all([
        load(park.value, node.value, span),
        other === null ? null : load(park.value, node.value, other),
        versus.value === null ? null : load(versus.value, node.value, span),
        stacked.value ? loadTrends(park.value, { ...span, interval, nodes: PRIMARY_IDS }, signal) : null,
      ]);
      const isAll = range.value === 'all' && zoomed.value === null;
      return { span, period, rival, layers, main: isAll && !stacked.value ? trimmed(main) : main };
    },
  );
}

/** Level changes of the node, newest first, and what else happened in the span shown. */
function useHappenings({ node, range: { spanNow } }: Asked, spanShown: () => Span | null) {
  const { park } = usePark();
  const key = (): string | null => {
    const span = spanShown();
    return span === null ? null : `${park.value}|${span.from} ${span.to}`;
  };
  const transitions = useQuery(key, (signal) =>
    loadTransitions(park.value, { ...(spanShown() ?? spanNow()), ...MOVES }, signal),
  );
  const annotations = useQuery(key, (signal) =>
    loadAnnotations(park.value, spanShown() ?? spanNow(), signal),
  );
  const changes = computed(() =>
    (transitions.data.value ?? [])
      .filter(({ indicator }) => isUnder(indicator, node.value))
      .sort((a, b) => b.at.localeCompare(a.at)),
  );
  return { changes, annotations };
}
