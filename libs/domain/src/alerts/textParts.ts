import { offsetStretchAt } from '../kernel/timeZone.js';
import type { BilingualText, Standard } from '../standard/types.js';
import type { Instant } from '../telemetry/facts.js';
import type { MessageLine } from './message.js';
import { ALERT_RULES } from './ruleCatalogue.js';
import type { AlertSeverity } from './severity.js';

export type MessageLanguage = keyof BilingualText;

/** What texts are made from besides the message: names of indicators, and where an alert can be looked at. */
export interface TextContext {
  readonly standard: Standard;
  readonly language: MessageLanguage;
  readonly linkOf: (alert: string) => string | null;
}

/** What a severity is called at the beginning of a line. */
export const SEVERITY_WORDS: Readonly<Record<AlertSeverity, BilingualText>> = {
  alarm: { zh: '报警', en: 'ALARM' },
  warning: { zh: '预警', en: 'WARNING' },
  reminder: { zh: '提醒', en: 'REMINDER' },
};

/** What an alert is about: its indicator, else its rule, and what part of the park it is about. */
export function subjectText({ key }: Pick<MessageLine, 'key'>, { standard, language }: TextContext): string {
  const name = standard.indicators.find(({ id }) => id === key.indicator);
  const what =
    key.indicator === null
      ? word(ALERT_RULES[key.rule], language)
      : `${key.indicator} ${name?.[language] ?? ''}`;
  return [what.trim(), key.scope].filter((part) => part !== '').join(' ');
}

/** Writes an instant as the park's clock reads it, to the minute. */
export function localTime(at: Instant, zone: string): string {
  const { offset } = offsetStretchAt(zone, at);
  return new Date(at + offset).toISOString().slice(0, 16).replace('T', ' ');
}

/** A text in one of the languages. */
export function word(text: BilingualText, language: MessageLanguage): string {
  return text[language];
}
