import { nodeName } from '../format/names.js';
import { type Translate, ruleTitle } from './sentence.js';
import type { SilenceMatcher } from './types.js';

/** Says which alerts a silence speaks of. */
export function matcherText(matcher: SilenceMatcher, t: Translate, locale: string): string {
  const parts = [
    ...(matcher.rules ?? []).map((rule) => `${rule} ${ruleTitle(rule, locale)}`),
    ...(matcher.indicators ?? []).map((id) => `${id} ${nodeName(id, locale)}`),
    ...(matcher.severities ?? []).map((severity) => t(`alerts.severity.${severity}`)),
    ...(matcher.sources ?? []),
    ...(matcher.scopes ?? []),
  ];
  return parts.length === 0 ? t('alerts.silence.everything') : parts.join(' · ');
}
