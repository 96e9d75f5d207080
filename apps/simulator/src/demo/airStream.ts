import { type Instant } from '@parkpulse/domain';
import { type TimedItem } from '../event/packItems.js';
import { toStationItems } from '../recorded/airQuality.js';
import { type DemoContext, type Span } from './demoContext.js';
import { AIR_DEVICES, LATE_STATION } from './devices.js';
import { airDayFor } from './recordings.js';
import { STORY } from './scenario.js';

const HOUR_MS = 3_600_000;
const SOURCE = '/demo/env-gateway';

/** The stations that have been installed by a day; one comes later. */
function installedOn(day: number): readonly (readonly [index: number, device: string])[] {
  const all = AIR_DEVICES.map(({ id }, index) => [index, id] as const);
  return day < STORY.stationInstalled ? all.filter(([, id]) => id !== LATE_STATION) : all;
}

/** The items of all stations for one hour. */
function* hourItems({ calendar, recordings }: DemoContext, at: Instant): Iterable<TimedItem> {
  const day = calendar.dayOf(at);
  const hour = Math.round((at - calendar.at(day)) / HOUR_MS);
  const counts = recordings.airHours[airDayFor(day) * 24 + hour];
  for (const [index, device] of installedOn(day)) {
    const items = toStationItems({ station: device, at, values: counts?.[index] ?? 0 }, device, SOURCE);
    for (const item of items) yield { ...item, at: at + HOUR_MS };
  }
}

/**
 * The recorded air stations: for each hour `online` where any value came, and the hour's transmission, both sent when the hour is
 * over. Local hours and gaps are those of the recording.
 */
export function* airStream(context: DemoContext, span: Span): Iterable<TimedItem> {
  const { calendar } = context;
  const first = Math.max(Math.ceil(span.from / HOUR_MS) * HOUR_MS - HOUR_MS, calendar.historyFrom);
  for (let at = first; at + HOUR_MS < span.to; at += HOUR_MS) yield* hourItems(context, at);
}
