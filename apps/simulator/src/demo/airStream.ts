import { type TimedItem } from '../event/packItems.js';
import { toStationItems } from '../recorded/airQuality.js';
import { daysOf, type DemoContext, isWithin, type Span } from './demoContext.js';
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
function* hourItems({ calendar, recordings }: DemoContext, day: number, hour: number): Iterable<TimedItem> {
  const at = calendar.at(day, hour);
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
  for (const day of daysOf(context, { from: span.from - HOUR_MS, to: span.to })) {
    for (let hour = 0; hour < 24; hour += 1) {
      const at = calendar.at(day, hour);
      if (at >= calendar.historyFrom && isWithin(at + HOUR_MS, span)) yield* hourItems(context, day, hour);
    }
  }
}
