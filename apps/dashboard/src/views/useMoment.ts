import { computed } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { queryWithout } from './queryWithout.js';
import type { Moment } from '../api/calls.js';

/** The moment of the page, kept in the URL: `at` and `knownAt`; none means now. */
export function useMoment() {
  const route = useRoute();
  const router = useRouter();
  const moment = computed<Moment>(() => {
    const at = instantOf(route.query, 'at');
    return { at, knownAt: at === null ? null : instantOf(route.query, 'knownAt') };
  });

  function travel({ at, knownAt }: Moment): void {
    void router.push({
      query: {
        ...queryWithout(route.query, 'at', 'knownAt'),
        ...(at && { at }),
        ...(knownAt && { knownAt }),
      },
    });
  }

  return { moment, travel, isLive: computed(() => moment.value.at === null) };
}

function instantOf(query: LocationQuery, key: string): string | null {
  const text = query[key];
  return typeof text === 'string' && Number.isFinite(Date.parse(text)) ? text : null;
}
