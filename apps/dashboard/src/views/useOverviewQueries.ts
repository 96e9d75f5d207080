import { PRIMARY_IDS } from '@parkpulse/domain';
import { computed, type Ref } from 'vue';
import {
  loadAssessment,
  loadFeeds,
  loadProvenance,
  loadNewestTransitions,
  loadTrend,
  loadTrends,
  type Span,
} from '../api/calls.js';
import { serverNow } from '../api/http.js';
import { useQuery } from '../api/useQuery.js';
import { useLive } from '../stores/live.js';
import { useBeat } from './useBeat.js';
import { useMoment } from './useMoment.js';
import { usePark } from './usePark.js';

const DAY = 86_400_000;

/** What the overview asks for: everything is of one moment, and follows the live revision without chasing each patch. */
export function useOverviewQueries(mode: Ref<'band' | 'stacked'>) {
  const live = useLive();
  const { park } = usePark();
  const { moment, isLive } = useMoment();
  const beat = useBeat(() => live.picture?.revision ?? 0, 2000);
  const slowBeat = useBeat(() => live.picture?.revision ?? 0, 60_000);
  const end = (): number => (moment.value.at === null ? serverNow() : Date.parse(moment.value.at));
  const spanOf = (days: number): Span => spanBefore(end(), days);
  const subject = computed(() => `${park.value} ${moment.value.at ?? 'now'} ${moment.value.knownAt ?? ''}`);
  const slowly = (): string => `${subject.value}|${slowBeat.value}`;

  const past = useQuery(
    () => (isLive.value ? null : subject.value),
    (signal) => loadAssessment(park.value, moment.value, signal),
  );
  const earlier = useQuery(slowly, (signal) =>
    loadAssessment(park.value, { at: spanOf(1).from, knownAt: moment.value.knownAt }, signal),
  );
  const transitions = useQuery(
    () => `${subject.value}|${beat.value}`,
    (signal) => loadNewest(park.value, spanOf, signal),
  );
  const trend = useQuery(slowly, (signal) =>
    loadTrend(park.value, { ...spanOf(90), interval: '1d', node: 'Z' }, signal),
  );
  const layers = useQuery(
    () => (mode.value === 'stacked' ? slowly() : null),
    (signal) => loadTrends(park.value, { ...spanOf(90), interval: '1d', nodes: PRIMARY_IDS }, signal),
  );
  const feeds = useQuery(
    () => `${park.value}|${live.feedTick} ${beat.value}`,
    (signal) => loadFeeds(park.value, signal),
  );
  const provenance = useQuery(
    () => park.value,
    (signal) => loadProvenance(park.value, signal),
  );
  return { past, earlier, transitions, trend, layers, feeds, provenance, end };
}

const ENOUGH = 12;

// A quiet park needs a longer look back; a busy one would send thousands of changes for it.
async function loadNewest(park: string, spanOf: (days: number) => Span, signal: AbortSignal) {
  for (const days of [1, 7, 30]) {
    const items = await loadNewestTransitions(park, { ...spanOf(days), count: ENOUGH }, signal);
    if (items.length >= ENOUGH || days === 30) return items;
  }
  return [];
}

function spanBefore(end: number, days: number): Span {
  return { from: new Date(end - days * DAY).toISOString(), to: new Date(end).toISOString() };
}
