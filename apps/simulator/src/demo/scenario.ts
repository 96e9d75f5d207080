import { type Instant } from '@parkpulse/domain';
import { type DemoCalendar } from './demoCalendar.js';
import { AIR_DEVICES, type DemoDevice, DEVICES } from './devices.js';
import { unitNoise } from './noise.js';

/** A time in which a device does not report: [from, to). */
export interface Outage {
  readonly from: Instant;
  readonly to: Instant;
  /** What the platform says when it begins; null: nothing, the device is just silent. */
  readonly announces: 'offline' | 'fault' | 'maintenance' | null;
  /** When the held-back reports arrive after all; null: they are lost. */
  readonly backfilledAt: Instant | null;
}

/** Days of the story, counted from day 0. */
export const STORY = {
  stationInstalled: -78,
  stopUse: { device: 'MH-05', from: -62, to: -55, reason: '储罐大修（年度检维修计划，已报批）' },
  longOutage: { device: 'PRC-03', from: -50, to: -46 },
  safetyGatewayOutage: -33,
  platformOutage: -21,
  flapping: { device: 'GAS-05', from: -10, to: -8 },
} as const;

const HOUR = 1 / 24;

/** The share of days on which a device that is no major hazard drops out for some hours. */
const DROP_SHARE = 0.035;

function toOutage(
  calendar: DemoCalendar,
  span: readonly [number, number],
  rest: Partial<Outage> = {},
): Outage {
  const [from, to] = span.map((day) => {
    const whole = Math.floor(day + 1e-9);
    return calendar.at(whole, (day - whole) * 24);
  });
  return { from: from ?? 0, to: to ?? 0, announces: null, backfilledAt: null, ...rest };
}

/** Outages that the story tells of a device. */
function storyOutages({ id, gateway }: DemoDevice, calendar: DemoCalendar): readonly Outage[] {
  const outages: Outage[] = [];
  const { stopUse, longOutage, flapping, safetyGatewayOutage, platformOutage } = STORY;
  if (id === stopUse.device) {
    const span = [stopUse.from + 9 * HOUR, stopUse.to + 17 * HOUR] as const;
    outages.push(toOutage(calendar, span, { announces: 'maintenance' }));
  }
  if (id === longOutage.device) {
    outages.push(toOutage(calendar, [longOutage.from + 3 * HOUR, longOutage.to], { announces: 'fault' }));
  }
  if (id === flapping.device) {
    const hours = Math.round((flapping.to - flapping.from) * 24);
    for (let hour = 0; hour < hours; hour += 1.5) {
      const from = flapping.from + hour * HOUR;
      outages.push(toOutage(calendar, [from, from + HOUR], { announces: 'offline' }));
    }
  }
  if (gateway === 'safety-gateway') {
    outages.push(toOutage(calendar, [safetyGatewayOutage + 10 * HOUR, safetyGatewayOutage + 15.25 * HOUR]));
  }
  if (gateway === 'iot-platform') {
    const backfilledAt = calendar.at(platformOutage, 18.5);
    outages.push(toOutage(calendar, [platformOutage + HOUR, platformOutage + 16 * HOUR], { backfilledAt }));
  }
  return outages;
}

/** The drop-out a device has on a day, if it has one; the same for ever for the same day. */
function randomOutage(device: DemoDevice, calendar: DemoCalendar, day: number): Outage | null {
  const seed = Math.floor(calendar.at(day) / 86_400_000);
  if (device.majorHazard || unitNoise(`drop ${device.id}`, seed) >= DROP_SHARE) return null;
  const from = day + unitNoise(`start ${device.id}`, seed) * 0.9;
  const hours = 1 + unitNoise(`length ${device.id}`, seed) * 9;
  const announces = unitNoise(`cause ${device.id}`, seed) < 0.4 ? 'fault' : 'offline';
  return toOutage(calendar, [from, from + hours * HOUR], { announces });
}

/** Where the scripted incidents of the live time repeat, so that a demo that runs for weeks stays alive. */
function recurringOutage(device: DemoDevice, calendar: DemoCalendar, day: number): Outage | null {
  if (day < 1 || day % 9 !== 6 || device.gateway !== 'safety-gateway') return null;
  return toOutage(calendar, [day + 14 * HOUR, day + 15.5 * HOUR]);
}

/** The outages of the devices that report, by device and day, computed once and kept. */
export class Scenario {
  readonly #calendar: DemoCalendar;
  readonly #stories: ReadonlyMap<string, readonly Outage[]>;
  readonly #days = new Map<string, readonly Outage[]>();

  constructor(calendar: DemoCalendar) {
    this.#calendar = calendar;
    const all = [...DEVICES, ...AIR_DEVICES];
    this.#stories = new Map(all.map((device) => [device.id, storyOutages(device, calendar)]));
  }

  /** Outages of a device that touch a span, in time order. */
  outagesWithin(device: DemoDevice, from: Instant, to: Instant): readonly Outage[] {
    const found = (this.#stories.get(device.id) ?? []).filter(
      (outage) => outage.from < to && outage.to > from,
    );
    // A drop-out lasts less than a day, so it began on the day before at the earliest.
    for (let day = this.#calendar.dayOf(from) - 1; day <= this.#calendar.dayOf(to); day += 1) {
      found.push(...this.#onDay(device, day).filter((outage) => outage.from < to && outage.to > from));
    }
    return found.sort((a, b) => a.from - b.from);
  }

  /** Outages whose held-back reports arrive within a span. */
  backfillsWithin(device: DemoDevice, from: Instant, to: Instant): readonly Outage[] {
    const isDue = ({ backfilledAt }: Outage) =>
      backfilledAt !== null && backfilledAt >= from && backfilledAt < to;
    return (this.#stories.get(device.id) ?? []).filter(isDue);
  }

  #onDay(device: DemoDevice, day: number): readonly Outage[] {
    const key = `${device.id} ${day}`;
    const known = this.#days.get(key);
    if (known) return known;
    const candidates = [
      randomOutage(device, this.#calendar, day),
      recurringOutage(device, this.#calendar, day),
    ];
    const outages = candidates.filter((outage) => outage !== null);
    if (this.#days.size > 20_000) this.#days.clear();
    this.#days.set(key, outages);
    return outages;
  }
}
