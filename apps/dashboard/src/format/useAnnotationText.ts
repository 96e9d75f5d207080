import { useI18n } from 'vue-i18n';
import type { Annotation } from '../api/types.js';
import { measureName } from './names.js';

/** Says in the reader's language what an annotation stands for. */
export function useAnnotationText(): (item: Annotation) => string {
  const { t, locale } = useI18n();
  const membersOf = (item: Annotation): string =>
    t(`annotation.${item.subject}`, { count: item.count }, item.count);

  return (item) => {
    switch (item.kind) {
      case 'definition':
        return t('annotation.definition', {
          measure: measureName(item.subject, locale.value),
          version: item.version ?? '',
        });
      case 'stop_use':
        return t('annotation.stopUse', { members: membersOf(item), reason: item.reason ?? '' });
      case 'maintenance':
        return t('annotation.maintenance', { members: membersOf(item) });
      case 'registry':
        return t(`annotation.${item.change ?? 'changed'}`, { members: membersOf(item) });
    }
  };
}
