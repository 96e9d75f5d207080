import { type Instant, type SubmissionKind } from '@parkpulse/domain';
import { toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { FIRST_DAY } from './demoCalendar.js';
import { dailyStream, type DemoContext, type Stream } from './demoContext.js';
import { HAZARDOUS } from './devices.js';
import { type DemoEnterprise, ENTERPRISES, isCommissioned, isRegistered } from './enterprises.js';
import { connectedFrom, filesCarbon, filesSpecialWork, filledFields, FORMS, uploadsOn } from './filings.js';

const SOURCE = '/demo/enterprise-portal';
const MINUTE_MS = 60_000;
/** Days of uploads that are handed over at the beginning, so that the rate over 30 days is known at once. */
const HANDED_OVER_DAYS = 30;

interface Filing {
  readonly kind: SubmissionKind;
  readonly period: string;
  readonly at: Instant;
  readonly filled?: number;
  readonly required?: number;
}

function toItem(enterprise: DemoEnterprise, filing: Filing): TimedItem {
  const { kind, period, at, filled, required } = filing;
  const counts = filled === undefined || required === undefined ? {} : { filled, required };
  const item = { enterprise: enterprise.id, kind, period, time: toTime(at), ...counts };
  return { at, source: SOURCE, kind: 'submission', item };
}

function seedOf({ calendar }: DemoContext, day: number): number {
  return Math.floor(calendar.at(day, 12) / 86_400_000);
}

/** Daily filings: the safety commitment before 10:00 and the hidden-danger upload during the day. */
function* dailyFilings(context: DemoContext, enterprise: DemoEnterprise, day: number): Iterable<Filing> {
  if (!isCommissioned(enterprise, day)) return;
  const { calendar } = context;
  const number = Number(enterprise.id.slice(2));
  const period = calendar.label(day);
  yield { kind: 'safety_commitment', period, at: calendar.at(day, 8) + ((number * 7) % 110) * MINUTE_MS };
  if (!uploadsOn(enterprise, day, seedOf(context, day))) return;
  yield { kind: 'dual_prevention', period, at: calendar.at(day, 10) + ((number * 13) % 480) * MINUTE_MS };
}

/** Monthly filings: special work (a nil return counts) on a day of its own, carbon data on the 26th. */
function* monthlyFilings(
  { calendar }: DemoContext,
  enterprise: DemoEnterprise,
  day: number,
): Iterable<Filing> {
  const number = Number(enterprise.id.slice(2));
  const month = calendar.month(day);
  const today = calendar.dayOfMonth(day);
  const isFirst = day === connectedFrom(enterprise);
  const files = isCommissioned(enterprise, day) && day >= connectedFrom(enterprise);
  if (files && (isFirst || today === 5 + (number % 20)) && filesSpecialWork(enterprise, month)) {
    yield { kind: 'special_work', period: month, at: calendar.at(day, 11) + number * MINUTE_MS };
  }
  if (today === 26 && isRegistered(enterprise, day) && filesCarbon(enterprise, day)) {
    const counts = { filled: 12, required: 12 };
    yield { kind: 'carbon', period: month, at: calendar.at(day, 20) + number * MINUTE_MS, ...counts };
  }
}

function* forms(
  context: DemoContext,
  enterprise: DemoEnterprise,
  day: number,
  at: Instant,
): Iterable<Filing> {
  const period = context.calendar.month(day);
  for (const form of FORMS) {
    if (form.of === 'hazardous' && !HAZARDOUS.has(enterprise.id)) continue;
    const filled = filledFields(form, enterprise, day);
    yield { kind: form.kind, period, at, filled, required: form.fields };
  }
}

/** Forms are filed at the beginning, when an enterprise joins, and again early in every month. */
function* formFilings(context: DemoContext, enterprise: DemoEnterprise, day: number): Iterable<Filing> {
  const { calendar } = context;
  if (!isRegistered(enterprise, day)) return;
  if (day === FIRST_DAY) yield* forms(context, enterprise, day, calendar.historyFrom + MINUTE_MS);
  else if (day === enterprise.joins) yield* forms(context, enterprise, day, calendar.at(day, 9));
  else if (calendar.dayOfMonth(day) === 2 + (Number(enterprise.id.slice(2)) % 6)) {
    yield* forms(context, enterprise, day, calendar.at(day, 10));
  }
}

/** What is handed over at the beginning: uploads of the last 30 days, special work and carbon data of the last month. */
function* handedOver(context: DemoContext, enterprise: DemoEnterprise): Iterable<Filing> {
  const { calendar } = context;
  const at = calendar.historyFrom + MINUTE_MS;
  const lastMonth = calendar.month(calendar.lastDayOfMonthBefore(FIRST_DAY));
  if (isCommissioned(enterprise, FIRST_DAY)) {
    for (let day = FIRST_DAY - HANDED_OVER_DAYS; day < FIRST_DAY; day += 1) {
      if (!uploadsOn(enterprise, day, seedOf(context, day))) continue;
      yield { kind: 'dual_prevention', period: calendar.label(day), at };
    }
    if (filesSpecialWork(enterprise, lastMonth)) yield { kind: 'special_work', period: lastMonth, at };
  }
  if (isRegistered(enterprise, FIRST_DAY) && filesCarbon(enterprise, FIRST_DAY)) {
    yield { kind: 'carbon', period: lastMonth, at, filled: 12, required: 12 };
  }
}

function* listDay(context: DemoContext, day: number): Iterable<TimedItem> {
  if (day < FIRST_DAY) return;
  for (const enterprise of ENTERPRISES) {
    const filings = [
      ...(day === FIRST_DAY ? handedOver(context, enterprise) : []),
      ...dailyFilings(context, enterprise, day),
      ...monthlyFilings(context, enterprise, day),
      ...formFilings(context, enterprise, day),
    ];
    for (const filing of filings) yield toItem(enterprise, filing);
  }
}

/** Everything enterprises file but energy. */
export const filingStream: Stream = dailyStream(listDay);
