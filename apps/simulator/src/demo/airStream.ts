import { type TimedItem } from '../event/packItems.js';
import { toStationItems } from '../recorded/airQuality.js';
import { daysOf, type DemoContext, isWithin, type Span } from './demoContext.js';
import { AIR_DEVICES } from './devices.js';
import { airDayFor } from './recordings.js';
import { STORY } from './scenario.js';

const HOUR_MS = 3_600_000;
const SOURCE = '/demo/env-gateway';

/**
 * The recorded air stations: for each hour `online` where any value came, and the hour's transmission, both sent when the hour is
 * over. Local hours and gaps are those of the recording.
 */
export function* airStream(context: DemoContext, span: Span): Iterable<TimedItem> {
  const { calendar, recordings } = context;
  for (const day of daysOf(context, { from: span.from - HOUR_MS, to: span.to })) {
    for (let hour = 0; hour < 24; hour += 1) {
      const at = calendar.at(day, hour);
      const spoken = at + HOUR_MS;
      if (at < calendar.historyFrom || !isWithin(spoken, span)) continue;
      const counts = recordings.airHours[airDayFor(day) * 24 + hour] ?? [];
      for (const [index, device] of AIR_DEVICES.entries()) {
        if (device.id === 'AIR-07' && day < STORY.stationInstalled) continue;
        const items = toStationItems({ station: device.id, at, values: counts[index] ?? 0 }, device.id, SOURCE);
        for (const item of items) yield { ...item, at: spoken };
      }
    }
  }
}
