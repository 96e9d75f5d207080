import type { AlertItem } from './types.js';

/** The sections of the duty desk, in the order in which somebody has to act. */
export const DESK_SECTIONS = ['act', 'acknowledged', 'muted', 'pending'] as const;
export type DeskSection = (typeof DESK_SECTIONS)[number];

const RANK = { alarm: 0, warning: 1, reminder: 2 } as const;

/** Where an open alert belongs: to be acted on, seen already, muted, or not yet sure. */
export function sectionOf({ state, acknowledged, suppressed }: AlertItem): DeskSection {
  if (state === 'pending') return 'pending';
  if (suppressed !== null) return 'muted';
  return acknowledged === null ? 'act' : 'acknowledged';
}

/** The most severe first, then the newest. */
export function byUrgency(a: AlertItem, b: AlertItem): number {
  return RANK[a.severity] - RANK[b.severity] || Date.parse(b.since) - Date.parse(a.since);
}

/** Open alerts by section; sections without any are left out. */
export function toSections(
  alerts: readonly AlertItem[],
): readonly { readonly section: DeskSection; readonly alerts: readonly AlertItem[] }[] {
  return DESK_SECTIONS.map((section) => ({
    section,
    alerts: alerts.filter((alert) => sectionOf(alert) === section).sort(byUrgency),
  })).filter(({ alerts: own }) => own.length > 0);
}
