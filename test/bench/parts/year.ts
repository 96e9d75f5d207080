import { setTimeout as pause } from 'node:timers/promises';
import { MEASURES } from '../load.js';
import type { Session } from '../session.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAYS = 365;
const PATIENCE_MS = 180_000;

/** The park with a year of history; no load touches it. */
export const YEAR_PARK = 'bench-year';
/** The measure of it that has a reading an hour. */
export const HOURLY_MEASURE = MEASURES[0] as string;

/** The year that ends with this hour, as the `from` and `to` of a question. */
export function yearSpan(): string {
  const to = Math.floor(Date.now() / HOUR) * HOUR;
  return `from=${new Date(to - DAYS * DAY).toISOString()}&to=${new Date(to).toISOString()}`;
}

/** Makes the park and a year of readings, one a day of every measure and one an hour of one, assessed by the product itself. */
export async function seedYear(session: Session): Promise<void> {
  await session.post('/parks', { id: YEAR_PARK, name: YEAR_PARK, timeZone: 'Asia/Shanghai' });
  const from = Math.floor(Date.now() / DAY) * DAY - DAYS * DAY;
  const events = Array.from({ length: DAYS }, (_, day) => dayOf(day, from + day * DAY));
  for (let first = 0; first < events.length; first += 100)
    await session.events(events.slice(first, first + 100));
  const end = performance.now() + PATIENCE_MS;
  while ((await session.get<{ backlog: number }>(`/parks/${YEAR_PARK}/feeds`)).backlog > 0) {
    if (performance.now() > end) throw new Error('a year was not assessed within 180 s');
    await pause(200);
  }
}

function dayOf(day: number, from: number): object {
  const readings = MEASURES.map((measure, index) => reading(measure, from, (day * 7 + index * 53) % 1000));
  const hours = Array.from({ length: 23 }, (_, hour) =>
    reading(HOURLY_MEASURE, from + (hour + 1) * HOUR, (day * 24 + hour * 97) % 1000),
  );
  return {
    ...{ specversion: '1.0', id: `year-${day}`, source: 'urn:bench:year' },
    ...{ type: 'parkpulse.measure.reading.v1', subject: YEAR_PARK, time: new Date(from).toISOString() },
    data: { readings: [...readings, ...hours] },
  };
}

function reading(measure: string, at: number, numerator: number): object {
  return { measure, numerator, denominator: 1000, time: new Date(at).toISOString() };
}
