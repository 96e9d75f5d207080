import type { HoldAnswer } from '@parkpulse/contracts';
import type { Translate } from './sentence.js';
import { spanOf } from './spanOf.js';

/** Says in words what a rule waits for; a wait of nothing is not mentioned twice. */
export function holdText(hold: HoldAnswer, t: Translate, locale: string): string {
  const { forSeconds, recoverForSeconds, keepFiringSeconds, noData } = hold;
  const span = (seconds: number): string => spanOf(seconds, locale);
  return [
    forSeconds === 0 ? t('alerts.wait.none') : t('alerts.wait.for', { span: span(forSeconds) }),
    recoverForSeconds === 0
      ? t('alerts.wait.overAtOnce')
      : t('alerts.wait.recover', { span: span(recoverForSeconds) }),
    ...(keepFiringSeconds === 0 ? [] : [t('alerts.wait.keep', { span: span(keepFiringSeconds) })]),
    t('alerts.wait.blind', { what: t(`alerts.blind.${noData}`) }),
  ].join(t('list.semicolon'));
}
