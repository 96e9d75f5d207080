import { type TimedItem } from '../event/packItems.js';
import { toEnergyItem } from '../recorded/energyMeters.js';
import { FIRST_DAY } from './demoCalendar.js';
import { daysOf, type DemoContext, isWithin, type Span } from './demoContext.js';
import { ENTERPRISES, isRegistered } from './enterprises.js';
import { energyDayFor } from './recordings.js';

const SOURCE = '/demo/energy-platform';
const HOURS_OWED = 24;

/** Recorded energy filings: an enterprise files a day, ten minutes before it ends, where its building had a feed. */
export function* energyStream(context: DemoContext, span: Span): Iterable<TimedItem> {
  const { calendar, recordings } = context;
  for (const day of daysOf(context, span)) {
    const hours = recordings.energyDays[energyDayFor(day)] ?? [];
    for (const [index, enterprise] of ENTERPRISES.entries()) {
      const filled = hours[index] ?? null;
      if (day < FIRST_DAY || filled === null || !isRegistered(enterprise, day)) continue;
      const meterDay = { enterprise: enterprise.id, at: calendar.at(day), label: calendar.label(day) };
      const item = toEnergyItem({ ...meterDay, filled, required: HOURS_OWED }, SOURCE);
      if (isWithin(item.at, span)) yield item;
    }
  }
}
