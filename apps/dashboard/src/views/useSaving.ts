import { ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { ProblemError } from '../api/http.js';

/** Runs a change and keeps what a form shows of it: busy, done, or in the server's words why not. */
export function useSaving() {
  const { t } = useI18n();
  const busy = ref(false);
  const saved = ref(false);
  const problem = ref<string | null>(null);

  async function run(change: () => Promise<unknown>): Promise<void> {
    busy.value = true;
    saved.value = false;
    problem.value = null;
    try {
      await change();
      saved.value = true;
    } catch (error) {
      problem.value = error instanceof ProblemError ? wordsOf(error) : t('state.unreachable');
    } finally {
      busy.value = false;
    }
  }

  return { busy, saved, problem, run };
}

function wordsOf({ errors, detail, message }: ProblemError): string {
  return errors[0]?.detail ?? detail ?? message;
}
