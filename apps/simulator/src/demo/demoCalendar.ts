import { type Instant, periodContaining, previousPeriod } from '@parkpulse/domain';
import { startOfDay, toDayLabel, toDayNumber } from '../recorded/localShift.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** First day of the demo's history, counted from the day of the anchor: 90 days to look back on and one to warm up. */
export const FIRST_DAY = -91;
/** From this day on devices report every five minutes; before, at their slower historic cadence. */
export const FAST_FROM_DAY = -1;
export const FAST_PERIOD_MS = 5 * MINUTE_MS;

/**
 * The demo's days, counted from the local day of its anchor (day 0), the moment at which history ends and live data begins.
 * Everything the demo says is a function of the anchor and of time.
 */
export class DemoCalendar {
  readonly anchor: Instant;
  readonly zone: string;
  readonly #today: number;

  constructor(anchor: Instant, zone: string) {
    this.anchor = Math.floor(anchor / MINUTE_MS) * MINUTE_MS;
    this.zone = zone;
    this.#today = toDayNumber(this.anchor, zone);
  }

  /** The instant at so many hours of a day. */
  at(day: number, hours = 0): Instant {
    return startOfDay(this.#today + day, this.zone) + Math.round(hours * HOUR_MS);
  }

  /** The day an instant lies in. */
  dayOf(at: Instant): number {
    return toDayNumber(at, this.zone) - this.#today;
  }

  /** The day of an instant with its fraction, for levels that change slowly. */
  position(at: Instant): number {
    const day = this.dayOf(at);
    return day + (at - this.at(day)) / DAY_MS;
  }

  /** The name of a day, such as `2026-11-22`. */
  label(day: number): string {
    return toDayLabel(this.#today + day);
  }

  /** The month a day lies in, such as `2026-11`. */
  month(day: number): string {
    return this.label(day).slice(0, 7);
  }

  /** The day of the month, from 1. */
  dayOfMonth(day: number): number {
    return Number(this.label(day).slice(8));
  }

  /** The last day of the month before the one a day lies in. */
  lastDayOfMonthBefore(day: number): number {
    return day - this.dayOfMonth(day);
  }

  /** Where the month begins that lies before the one of the first day: members of the register are in force from there. */
  registerFrom(): Instant {
    const month = periodContaining('month', this.at(FIRST_DAY), this.zone);
    return previousPeriod(month, this.zone).from;
  }

  get historyFrom(): Instant {
    return this.at(FIRST_DAY);
  }

  get fastFrom(): Instant {
    return this.at(FAST_FROM_DAY);
  }
}
