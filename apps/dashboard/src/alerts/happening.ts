import { timeText } from '../format/time.js';
import type { Translate } from './sentence.js';
import type { AlertHappening } from './types.js';

export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
  /** What somebody wrote. */
  readonly said: string | null;
  readonly tone: 'bad' | 'good' | 'person' | 'plain';
}

/** What happened to an alert, as people read it. What only the machine needs (a group, a glance) is left out. */
export function toTimeline(
  events: readonly AlertHappening[],
  t: Translate,
  zone: string,
): readonly TimelineEntry[] {
  return events.flatMap((event) => {
    const entry = ENTRIES[event.kind]?.(event, t, zone);
    return entry === undefined || entry === null ? [] : [{ at: event.at, said: null, ...entry }];
  });
}

type Entry = Omit<TimelineEntry, 'at' | 'said'> & { readonly said?: string | null };
type Write = (event: AlertHappening, t: Translate, zone: string) => Entry | null;

const person =
  (key: string): Write =>
  (event, t) => ({ text: t(`alerts.event.${key}`, { by: event.by ?? '' }), tone: 'person' });

const ENTRIES: Readonly<Record<string, Write>> = {
  opened: (_event, t) => ({ text: t('alerts.event.opened'), tone: 'plain' }),
  fired: (_event, t) => ({ text: t('alerts.event.fired'), tone: 'bad' }),
  worsened: (event, t) => ({
    text: t('alerts.event.worsened', {
      severity: t(`alerts.severity.${event.severity ?? 'warning'}`),
      to: event.evidence?.to ?? '–',
    }),
    tone: 'bad',
  }),
  changed: () => null,
  seen: (event, t) => seen(event, t),
  resolved: (event, t) => ({ text: t(`alerts.resolution.${event.resolution ?? 'recovered'}`), tone: 'good' }),
  acknowledged: person('acknowledged'),
  commented: (event, t) => ({
    text: t('alerts.event.commented', { by: event.by ?? '' }),
    said: event.text ?? null,
    tone: 'person',
  }),
  assigned: (event, t) => ({
    text:
      event.to === null || event.to === undefined
        ? t('alerts.event.unassigned', { by: event.by ?? '' })
        : t('alerts.event.assigned', { by: event.by ?? '', to: event.to }),
    tone: 'person',
  }),
  shelved: ({ shelf }, t, zone) => ({
    text: t('alerts.event.shelved', {
      by: shelf?.by ?? '',
      until: shelf === undefined ? '' : timeText(shelf.until, 'short', { zone }),
    }),
    said: shelf?.reason ?? null,
    tone: 'person',
  }),
  unshelved: (_event, t) => ({ text: t('alerts.event.unshelved'), tone: 'plain' }),
  suppressed: ({ suppression }, t) => ({
    text: t(`alerts.event.muted.${suppression?.by ?? 'silence'}`),
    tone: 'plain',
  }),
  released: (_event, t) => ({ text: t('alerts.event.released'), tone: 'plain' }),
  escalated: ({ step }, t) => ({ text: t(`alerts.step.${step ?? 1}`), tone: 'bad' }),
};

function seen({ sight }: AlertHappening, t: Translate): Entry | null {
  if (sight === 'easing' || sight === 'clear') return { text: t(`alerts.event.${sight}`), tone: 'good' };
  if (sight === 'noData' || sight === 'error') return { text: t(`alerts.event.${sight}`), tone: 'plain' };
  return sight === 'breached' ? { text: t('alerts.event.breached'), tone: 'bad' } : null;
}
