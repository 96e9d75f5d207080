import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { queryWithout } from './queryWithout.js';

/** A piece of page state kept in the URL; the standing value leaves the URL clean. */
export function useQueryParam<Value extends string | null>(
  key: string,
  standing: Value,
  isValue: (text: string) => boolean,
): WritableComputedRef<Value> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => {
      const text = route.query[key];
      return (typeof text === 'string' && isValue(text) ? text : standing) as Value;
    },
    set: (value) => {
      const rest = queryWithout(route.query, key);
      void router.replace({ query: value === standing || value === null ? rest : { ...rest, [key]: value } });
    },
  });
}
