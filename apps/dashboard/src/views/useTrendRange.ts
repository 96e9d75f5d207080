import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Span } from '../api/calls.js';
import { serverNow } from '../api/http.js';
import { fromLocalInput } from '../format/time.js';
import { RANGE_DAYS, spanEnding } from './ranges.js';
import { queryWithout } from './queryWithout.js';
import { usePark } from './usePark.js';
import { useQueryParam } from './useQueryParam.js';

/** A day of the park's calendar, or an instant. */
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
const isTime = (text: string): boolean => Number.isFinite(Date.parse(text));

/** Which time the trend page shows, all of it in the URL: a named range, or a zoomed span, and what it is compared with. */
export function useTrendRange() {
  const route = useRoute();
  const router = useRouter();
  const { zone } = usePark();
  const range = useQueryParam<string>('range', 'month', (text) => text in RANGE_DAYS);
  const from = useQueryParam<string | null>('from', null, isTime);
  const to = useQueryParam<string | null>('to', null, isTime);
  const compare = useQueryParam<string | null>(
    'compare',
    null,
    (text) => text === 'previous' || isTime(text),
  );
  const zoomed = computed(() =>
    from.value === null || to.value === null ? null : { from: from.value, to: to.value },
  );

  const startOf = (text: string): number =>
    Date.parse(isDay(text) ? (fromLocalInput(`${text}T00:00`, zone.value) ?? text) : text);
  const spanNow = (): Span => zoomed.value ?? spanEnding(serverNow(), range.value);

  function comparedSpan(span: Span): Span | null {
    if (compare.value === null) return null;
    const length = Date.parse(span.to) - Date.parse(span.from);
    const start = compare.value === 'previous' ? Date.parse(span.from) - length : startOf(compare.value);
    return { from: new Date(start).toISOString(), to: new Date(start + length).toISOString() };
  }

  function pick(next: string): void {
    const rest = queryWithout(route.query, 'from', 'to', 'range');
    void router.push({ query: { ...rest, ...(next === 'month' ? {} : { range: next }) } });
  }

  const zoom = (span: Span): void => void router.push({ query: { ...route.query, ...span } });
  return { range, compare, zoomed, spanNow, comparedSpan, pick, zoom };
}
