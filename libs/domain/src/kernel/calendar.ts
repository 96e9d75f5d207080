import { firstInstantOfLocal, offsetStretchAt } from './timeZone.js';

export type PeriodUnit = 'hour' | 'day' | 'month' | 'year';

/**
 * A local hour, day, month or year of one time zone as the instants [from, to), in milliseconds. Its label is
 * `2014-02-26T05`, `2014-02-26`, `2014-02` or `2014`. The second of two equal hours, when clocks go back, carries
 * its offset: `2016-10-30T02+01:00`.
 */
export interface Period {
  readonly unit: PeriodUnit;
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A stretch of time [from, to) in milliseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LABEL = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})([+-]\d{2}:\d{2})?)?)?)?$/;

interface ZoneCalendar {
  readonly zone: string;
  readonly dayStarts: Map<number, number>;
  readonly periods: Map<string, Period>;
  /** The two asked for last: callers turn between a period and the one before it. */
  readonly latest: Partial<Record<PeriodUnit, readonly Period[]>>;
}

const calendars = new Map<string, ZoneCalendar>();

/** Returns the local period of a unit that contains an instant. */
export function periodContaining(unit: PeriodUnit, instant: number, zone: string): Period {
  const calendar = calendarOf(zone);
  const [latest, other] = calendar.latest[unit] ?? [];
  if (latest !== undefined && isWithin(latest, instant)) return latest;
  if (other !== undefined && isWithin(other, instant)) return other;
  const period = unit === 'hour' ? hourAt(zone, instant) : datedPeriodAt(calendar, unit, instant);
  calendar.latest[unit] = latest === undefined ? [period] : [period, latest];
  return period;
}

function isWithin({ from, to }: Period, instant: number): boolean {
  return from <= instant && instant < to;
}

/** Reads a label such as `2014-02-26T05`, `2026-11-22`, `2026-11` or `2026`; null when no such local period exists. */
export function parsePeriod(label: string, zone: string): Period | null {
  const calendar = calendarOf(zone);
  const known = calendar.periods.get(label);
  if (known !== undefined) return known;
  const match = LABEL.exec(label);
  if (match === null) return null;
  const [, year = '', month, day, hour] = match;
  const period =
    hour === undefined ? parseDate(calendar, label, [year, month, day]) : parseHour(zone, label, match);
  if (period !== null) remember(calendar, period);
  return period;
}

/** Returns the period that ends where the given one begins. */
export function previousPeriod(period: Period, zone: string): Period {
  return periodContaining(period.unit, period.from - 1, zone);
}

/** Returns the period that begins where the given one ends. */
export function nextPeriod(period: Period, zone: string): Period {
  return periodContaining(period.unit, period.to, zone);
}

/** Returns the newest period that is over at the instant: its end is not after it. */
export function lastClosedPeriod(unit: PeriodUnit, instant: number, zone: string): Period {
  return previousPeriod(periodContaining(unit, instant, zone), zone);
}

/** Lists, in order, the periods of a unit that share time with a span. */
export function periodsIn(unit: PeriodUnit, span: TimeSpan, zone: string): readonly Period[] {
  const periods: Period[] = [];
  if (span.from >= span.to) return periods;
  let period = periodContaining(unit, span.from, zone);
  while (period.from < span.to) {
    periods.push(period);
    period = nextPeriod(period, zone);
  }
  return periods;
}

/** Lists, in order, the local days that share time with a span. */
export function daysIn(span: TimeSpan, zone: string): readonly Period[] {
  return periodsIn('day', span, zone);
}

/** Returns the unit a period label speaks of by its form alone, or null for another text. */
export function unitOfLabel(label: string): PeriodUnit | null {
  const match = LABEL.exec(label);
  if (match === null) return null;
  if (match[4] !== undefined) return 'hour';
  if (match[3] !== undefined) return 'day';
  return match[2] === undefined ? 'year' : 'month';
}

function calendarOf(zone: string): ZoneCalendar {
  let calendar = calendars.get(zone);
  if (calendar === undefined) {
    calendar = { zone, dayStarts: new Map(), periods: new Map(), latest: {} };
    calendars.set(zone, calendar);
  }
  return calendar;
}

// Labels are often guessed by callers: the cache stays bounded.
function remember(calendar: ZoneCalendar, period: Period): void {
  if (calendar.periods.size > 20_000) calendar.periods.clear();
  calendar.periods.set(period.label, period);
}

/** Returns where a local day, counted from 1970-01-01, begins. */
function dayStart(calendar: ZoneCalendar, day: number): number {
  let start = calendar.dayStarts.get(day);
  if (start === undefined) {
    start = firstInstantOfLocal(calendar.zone, day * DAY_MS);
    calendar.dayStarts.set(day, start);
  }
  return start;
}

type DatedUnit = Exclude<PeriodUnit, 'hour'>;

function datedPeriodAt(calendar: ZoneCalendar, unit: DatedUnit, instant: number): Period {
  const local = instant + offsetStretchAt(calendar.zone, instant).offset;
  let period = datedPeriod(calendar, unit, new Date(local));
  // Where clocks go back over midnight a local date appears twice: periods stay contiguous all the same.
  if (instant >= period.to) period = datedPeriod(calendar, unit, addUnits(unit, new Date(local), 1));
  if (instant < period.from) period = datedPeriod(calendar, unit, addUnits(unit, new Date(local), -1));
  return period;
}

function addUnits(unit: DatedUnit, local: Date, count: number): Date {
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  switch (unit) {
    case 'day':
      return new Date(Date.UTC(year, month, day + count));
    case 'month':
      return new Date(Date.UTC(year, month + count, 1));
    case 'year':
      return new Date(Date.UTC(year + count, 0, 1));
  }
}

function datedPeriod(calendar: ZoneCalendar, unit: DatedUnit, local: Date): Period {
  const label = dateLabel(unit, local);
  const known = calendar.periods.get(label);
  if (known !== undefined) return known;
  const from = dayStart(calendar, addUnits(unit, local, 0).getTime() / DAY_MS);
  const to = dayStart(calendar, addUnits(unit, local, 1).getTime() / DAY_MS);
  const period: Period = { unit, from, to, label };
  remember(calendar, period);
  return period;
}

function dateLabel(unit: DatedUnit, local: Date): string {
  const date = local.toISOString().slice(0, 10);
  switch (unit) {
    case 'day':
      return date;
    case 'month':
      return date.slice(0, 7);
    case 'year':
      return date.slice(0, 4);
  }
}

type DateParts = readonly [year: string, month: string | undefined, day: string | undefined];

function parseDate(
  calendar: ZoneCalendar,
  label: string,
  [year, month = '01', day = '01']: DateParts,
): Period | null {
  const local = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const unit = unitOfLabel(label);
  if (unit === null || unit === 'hour' || dateLabel(unit, local) !== label) return null;
  return datedPeriod(calendar, unit, local);
}

function parseHour(
  zone: string,
  label: string,
  [, year, month, day, hour, offset]: RegExpExecArray,
): Period | null {
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour));
  if (Number(hour) > 23) return null;
  const first = hourAt(zone, firstInstantOfLocal(zone, local));
  const period = offset === undefined ? first : hourAt(zone, first.to);
  return period.label === label ? period : null;
}

/** Returns the local hour around an instant, cut where the clocks change in the middle of one; cheaper than a `Period`. */
export function hourContaining(instant: number, zone: string): TimeSpan {
  const stretch = offsetStretchAt(zone, instant);
  const begin = instant - modulo(instant + stretch.offset, HOUR_MS);
  const end = begin + HOUR_MS;
  if (begin >= stretch.from && end <= stretch.to) return { from: begin, to: end };
  const from = offsetStretchAt(zone, begin).offset === stretch.offset ? begin : stretch.from;
  const to = offsetStretchAt(zone, end - 1).offset === stretch.offset ? end : stretch.to;
  return { from, to };
}

function hourAt(zone: string, instant: number): Period {
  const stretch = offsetStretchAt(zone, instant);
  const { from, to } = hourContaining(instant, zone);
  const start = instant + stretch.offset - modulo(instant + stretch.offset, HOUR_MS);
  const plain = new Date(start).toISOString().slice(0, 13);
  const isRepeated = firstInstantOfLocal(zone, start) < from;
  return { unit: 'hour', from, to, label: isRepeated ? plain + offsetText(stretch.offset) : plain };
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
