import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { useSession } from '../stores/session.js';

/** The park of the page and its time zone. */
export function usePark() {
  const route = useRoute();
  const session = useSession();
  const park = computed(() => String(route.params['park']));
  const zone = computed(() => session.parkOf(park.value)?.timeZone ?? 'Asia/Shanghai');
  return { park, zone };
}
