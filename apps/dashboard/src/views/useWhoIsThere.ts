import { onScopeDispose } from 'vue';
import { useRouter } from 'vue-router';
import { signedOut } from '../api/http.js';
import { useLive } from '../stores/live.js';
import { useSession } from '../stores/session.js';

const ASK_MS = 3000;

/** Leads to the sign-in page once the server no longer knows us, and asks again while it could not be reached. */
export function useWhoIsThere(): void {
  const router = useRouter();
  const session = useSession();
  const live = useLive();

  function leave(): void {
    live.stop();
    session.forget();
    const { fullPath, meta } = router.currentRoute.value;
    if (meta['open'] !== true) void router.push({ name: 'sign-in', query: { to: fullPath } });
  }

  signedOut.handle = () => {
    if (session.account !== null) leave();
  };

  const timer = setInterval(() => {
    if (session.account !== null || router.currentRoute.value.meta['open'] === true) return;
    session.ensure().then(
      (isKnown) => {
        if (!isKnown) leave();
      },
      () => undefined,
    );
  }, ASK_MS);
  onScopeDispose(() => clearInterval(timer));
}
