import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { useSession } from '../stores/session.js';
import { useSaving } from '../views/useSaving.js';
import { actOn } from './calls.js';
import type { Act } from './types.js';

/** What the reader may do at the duty desk. */
export function useRights(): {
  readonly mayAct: ComputedRef<boolean>;
  readonly mayManage: ComputedRef<boolean>;
} {
  const session = useSession();
  const role = computed(() => session.account?.role ?? 'viewer');
  return {
    mayAct: computed(() => role.value !== 'viewer'),
    mayManage: computed(() => role.value === 'admin'),
  };
}

/** An act on an alert that waits for its word: which alert, which act, and what came of it. */
export function useAct(done: () => Promise<unknown>) {
  const saving = useSaving();
  const asked: Ref<{ readonly id: string; readonly act: Act } | null> = ref(null);

  function ask(id: string, act: Act): void {
    saving.problem.value = null;
    asked.value = { id, act };
  }

  async function confirm(body: unknown): Promise<void> {
    const { id, act } = asked.value ?? {};
    if (id === undefined || act === undefined) return;
    await saving.run(() => actOn(id, act, body));
    if (saving.problem.value !== null) return;
    asked.value = null;
    await done();
  }

  return { ...saving, asked, ask, confirm, cancel: () => (asked.value = null) };
}
