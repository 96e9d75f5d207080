import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

/** The words and the two grade lines of a trend chart in the reader's language. */
export function useTrendWords() {
  const { t } = useI18n();
  const words = computed(() => ({
    assured: t('level.assured'),
    candidate: t('level.candidate'),
    ceiling: t('level.ceiling'),
    lowest: t('trend.lowest'),
    highest: t('trend.highest'),
    gap: t('trend.gap'),
  }));
  const gates = computed(() => [
    { value: 60, name: t('trend.gate', { grade: t('grade.enhanced'), gate: 60 }) },
    { value: 80, name: t('trend.gate', { grade: t('grade.smart'), gate: 80 }) },
  ]);
  return { words, gates };
}
