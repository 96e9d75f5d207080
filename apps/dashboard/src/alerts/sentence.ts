import { ALERT_RULES } from '@parkpulse/domain';
import { measureName, nodeName, wording } from '../format/names.js';
import { pointsText, toPoints } from '../format/points.js';
import { rateText } from './rateText.js';
import type { AlertItem } from './types.js';

/** Looks a message up by its key; given by the caller so that this stays pure. */
export type Translate = (key: string, slots?: Record<string, string | number>) => string;

type Words = (alert: AlertItem, t: Translate, locale: string) => string;

/** What happened, in one sentence that carries the decision: what, from where to where, at what cost. */
export function alertSentence(alert: AlertItem, t: Translate, locale: string): string {
  const words = SENTENCES[alert.rule];
  return words === undefined ? plain(alert, locale) : words(alert, t, locale);
}

export function ruleTitle(rule: string, locale: string): string {
  const known = Object.entries(ALERT_RULES).find(([id]) => id === rule)?.[1];
  return wording(known, locale) || rule;
}

/** An indicator by id and name; the rule's name where the alert is about none. */
export function subjectOf(alert: AlertItem, locale: string): string {
  return alert.indicator === null
    ? ruleTitle(alert.rule, locale)
    : `${alert.indicator} ${nodeName(alert.indicator, locale)}`;
}

const SENTENCES: Readonly<Record<string, Words>> = {
  A01: (alert, t, locale) =>
    t('alerts.says.A01', {
      what: subjectOf(alert, locale),
      from: alert.from ?? '–',
      to: alert.to ?? '–',
      points: cost(alert),
    }),
  A02: (alert, t) =>
    t('alerts.says.A02', { from: score(alert.from), to: score(alert.to), points: cost(alert) }),
  A03: (alert, t) =>
    alert.gradeLost
      ? t('alerts.says.A03lost', { to: score(alert.to), required: bound(alert.required) })
      : t('alerts.says.A03', { to: score(alert.to), required: bound(alert.required), margin: margin(alert) }),
  A04: (alert, t, locale) => t('alerts.says.A04', rate(alert, locale)),
  A05: (alert, t) => t('alerts.says.A05', { scope: alert.scope, count: alert.members.length }),
  A06: (alert, t) => t('alerts.says.A06', { scope: alert.scope, observed: alert.observed ?? '–' }),
  A07: missing('A07'),
  A08: missing('A08'),
  A09: missing('A09'),
  A10: (alert, t, locale) =>
    alert.scope === 'repair'
      ? t('alerts.says.A10repair', { days: alert.members.join(', '), ...rate(alert, locale) })
      : t('alerts.says.A10', rate(alert, locale)),
  A11: (alert, t) =>
    alert.from === 'live' ? t('alerts.says.A11silent') : t('alerts.says.A11', { to: alert.to ?? '–' }),
  A12: (alert, t) =>
    alert.stage > 0 ? t('alerts.says.A12all') : t('alerts.says.A12', { count: alert.members.length }),
  A13: (alert, t) => t('alerts.says.A13', { scope: alert.scope }),
  A14: (alert, t) =>
    t('alerts.says.A14', {
      what: t(`alerts.counted.${alert.scope}`),
      from: alert.from ?? '–',
      to: alert.to ?? '–',
    }),
  A15: (alert, t, locale) =>
    alert.scope.startsWith('submission:')
      ? t('alerts.says.A15equal', {
          count: alert.members.length,
          to: alert.to ?? '–',
          from: (alert.from ?? '').replace('d', ''),
        })
      : t('alerts.says.A15', { measure: measureName(alert.scope, locale) }),
  A16: (alert, t, locale) =>
    t('alerts.says.A16', { what: subjectOf(alert, locale), days: (alert.to ?? '').replace('d', '') }),
  A19: (alert, t) =>
    t(`alerts.system.${alert.scope}`, { value: alert.observed ?? '–', members: alert.members.join(', ') }),
};

function missing(rule: string): Words {
  return (alert, t) =>
    t(`alerts.says.${rule}`, { period: alert.from ?? '', count: alert.observed ?? alert.members.length });
}

function plain(alert: AlertItem, locale: string): string {
  const change = alert.from === null && alert.to === null ? '' : ` ${alert.from ?? '–'} → ${alert.to ?? '–'}`;
  return `${subjectOf(alert, locale)}${change}`;
}

function rate(alert: AlertItem, locale: string): Record<string, string> {
  const key = alert.measure ?? alert.scope;
  const show = (text: string | null): string => (text === null ? '–' : rateText(key, text));
  return {
    measure: measureName(key, locale),
    observed: show(alert.observed),
    required: show(alert.required),
  };
}

function cost({ points }: AlertItem): string {
  return points === null ? '–' : pointsText(Math.abs(toPoints(points)));
}

function margin({ observed, required }: AlertItem): string {
  if (observed === null || required === null) return '–';
  return pointsText(toPoints(observed) - toPoints(required));
}

function score(text: string | null): string {
  return text === null ? '–' : pointsText(toPoints(text));
}

function bound(text: string | null): string {
  return text === null ? '–' : pointsText(toPoints(text), 0);
}
