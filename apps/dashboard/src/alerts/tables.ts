import { timeText } from '../format/time.js';
import type { Table } from '../format/workbook.js';
import { type Translate, alertSentence, ruleTitle } from './sentence.js';
import type { AlertItem } from './types.js';

const COLUMNS = [
  'id',
  'severity',
  'state',
  'rule',
  'indicator',
  'what',
  'from',
  'to',
  'points',
  'cause',
  'since',
  'fired',
  'resolved',
  'acknowledgedBy',
  'acknowledgedAt',
  'owner',
  'muted',
  'comments',
] as const;

/** Alerts as a table for a workbook or a CSV file; times in the park's zone, numbers as numbers. */
export function alertTable(
  alerts: readonly AlertItem[],
  t: Translate,
  { locale, zone, name }: { readonly locale: string; readonly zone: string; readonly name: string },
): Table {
  const time = (moment: string | null): string =>
    moment === null ? '' : timeText(moment, 'second', { zone });
  return {
    name,
    header: COLUMNS.map((column) => t(`alerts.column.${column}`)),
    rows: alerts.map((alert) => [
      alert.id,
      t(`alerts.severity.${alert.severity}`),
      alert.state === 'resolved'
        ? t(`alerts.resolution.${alert.resolution ?? 'recovered'}`)
        : t(`alerts.state.${alert.state}`),
      `${alert.rule} ${ruleTitle(alert.rule, locale)}`,
      alert.indicator,
      alertSentence(alert, t, locale),
      alert.from,
      alert.to,
      alert.points === null ? null : Number(alert.points),
      alert.cause === null ? '' : t(`cause.${alert.cause}`),
      time(alert.since),
      time(alert.firedAt),
      time(alert.resolvedAt),
      alert.acknowledged?.by ?? '',
      time(alert.acknowledged?.at ?? null),
      alert.assignee,
      alert.suppressed === null ? '' : t(`alerts.muted.${alert.suppressed.by}`),
      alert.comments.map(({ by, text }) => `${by}: ${text}`).join('\n'),
    ]),
  };
}

/** A cell that begins like a formula would be run by a spreadsheet: it is made text. */
export function safeCell(value: string | number | null): string | number | null {
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}
