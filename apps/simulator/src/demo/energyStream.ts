import { type TimedItem } from '../event/packItems.js';
import { toEnergyItem } from '../recorded/energyMeters.js';
import { FIRST_DAY } from './demoCalendar.js';
import { dailyStream, type DemoContext, type Stream } from './demoContext.js';
import { ENTERPRISES, isRegistered } from './enterprises.js';
import { energyDayFor } from './recordings.js';

const SOURCE = '/demo/energy-platform';
const HOURS_OWED = 24;

function* listDay({ calendar, recordings }: DemoContext, day: number): Iterable<TimedItem> {
  if (day < FIRST_DAY) return;
  const hours = recordings.energyDays[energyDayFor(day)] ?? [];
  for (const [index, enterprise] of ENTERPRISES.entries()) {
    const filled = hours[index] ?? null;
    if (filled === null || !isRegistered(enterprise, day)) continue;
    const meterDay = { enterprise: enterprise.id, at: calendar.at(day), label: calendar.label(day) };
    yield toEnergyItem({ ...meterDay, filled, required: HOURS_OWED }, SOURCE);
  }
}

/** Recorded energy filings: an enterprise files a day, ten minutes before it ends, where its building had a feed. */
export const energyStream: Stream = dailyStream(listDay);
