import { type DeviceState, type SubmissionKind } from '@parkpulse/domain';
import {
  type OutboundEvent,
  type StateItem,
  type SubmissionItem,
  toOutbound,
  toTime,
} from '../event/cloudEvent.js';
import { toDayLabel, toDayNumber } from '../recorded/localShift.js';
import {
  enterpriseId,
  entryEvent,
  fleetBeats,
  FLEETS,
  gatewayEvent,
  gatewayMoment,
  gatewaysOf,
  type IncidentPlan,
  MINUTE_MS,
  pointEntry,
  pointId,
  POINTS_PER_GATEWAY,
  pointsOf,
  stateEvent,
  type Voice,
} from './fleet.js';

/** The scripted incidents. */
export type IncidentKind =
  | 'steady'
  | 'gateway_outage'
  | 'flapping'
  | 'clock_skew'
  | 'late_burst'
  | 'stop_use'
  | 'month_end'
  | 'new_enterprise';

const MOST_ITEMS = 1000;
const ALWAYS: Voice = () => 'online';
const gatewayOf = (point: number) => Math.floor(point / POINTS_PER_GATEWAY);
/** An incident fills the middle half of its plan. */
const isDuring = ({ minutes }: IncidentPlan, minute: number) =>
  minute >= minutes / 4 && minute < (minutes * 3) / 4;

function steady(plan: IncidentPlan): Iterable<OutboundEvent> {
  return fleetBeats(plan, ALWAYS);
}

/** Every tenth gateway falls silent and loses what it did not send. */
function gatewayOutage(plan: IncidentPlan): Iterable<OutboundEvent> {
  return fleetBeats(plan, (point, _, minute) => {
    return gatewayOf(point) % 10 === 3 && isDuring(plan, minute) ? null : 'online';
  });
}

/** Every hundredth point drops every other two minutes and says so. */
function flapping(plan: IncidentPlan): Iterable<OutboundEvent> {
  const stateOf = (minute: number): DeviceState => (minute % 4 < 2 ? 'offline' : 'online');
  return fleetBeats(plan, (point, _, minute) => {
    return point % 100 === 37 && isDuring(plan, minute) ? stateOf(minute) : 'online';
  });
}

/** The clocks of some gateways are 8 minutes fast (refused when live) and of others 12 minutes slow. */
function* clockSkew(plan: IncidentPlan): Iterable<OutboundEvent> {
  const skewOf = (gateway: number) => (gateway % 20 === 7 ? 8 : gateway % 20 === 2 ? -12 : 0);
  for (const outbound of fleetBeats(plan, ALWAYS)) {
    const gateway = Number(outbound.event.source.split('-').at(-1));
    const skew = skewOf(gateway) * MINUTE_MS;
    const at = Date.parse(outbound.event.time);
    const minute = Math.floor((at - plan.from) / MINUTE_MS);
    if (skew === 0 || !isDuring(plan, minute)) {
      yield outbound;
      continue;
    }
    const [first, end] = pointsOf(plan, gateway);
    const devices = listStates(first, end, at + skew);
    yield stateEvent(plan, gateway, { id: `skewed:${at}`, at: at + skew, devices });
  }
}

function listStates(first: number, end: number, at: number): readonly StateItem[] {
  const time = toTime(at);
  const length = end - first;
  return Array.from({ length }, (_, index) => ({ device: pointId(first + index), state: 'online', time }));
}

/** What gateways held back while they were cut off, sent at once: full events of older states. */
function* burst(
  plan: IncidentPlan,
  gateway: number,
  held: readonly number[],
  at: number,
): Iterable<OutboundEvent> {
  const [first, end] = pointsOf(plan, gateway);
  const items = held.flatMap((minute) => listStates(first, end, gatewayMoment(plan, gateway, minute)));
  for (let start = 0; start < items.length; start += MOST_ITEMS) {
    const devices = items.slice(start, start + MOST_ITEMS);
    yield stateEvent(plan, gateway, { id: `burst:${at}:${start}`, at, devices });
  }
}

/** Every fifth gateway is cut off, keeps its states and delivers them late, all at once. */
function* lateBurst(plan: IncidentPlan): Iterable<OutboundEvent> {
  const isCut = (gateway: number) => gateway % 5 === 2;
  const last = Math.ceil((plan.minutes * 3) / 4);
  const held = Array.from({ length: plan.minutes }, (_, minute) => minute).filter((minute) =>
    isDuring(plan, minute),
  );
  for (let minute = 0; minute < plan.minutes; minute += 1) {
    for (let gateway = 0; gateway < gatewaysOf(plan); gateway += 1) {
      if (isCut(gateway) && isDuring(plan, minute)) continue;
      if (isCut(gateway) && minute === last)
        yield* burst(plan, gateway, held, gatewayMoment(plan, gateway, minute));
      const event = gatewayEvent(plan, gateway, minute, ALWAYS);
      if (event) yield event;
    }
  }
}

/** Every fiftieth point goes out of use with approval: the register says so before the points fall silent. */
function* stopUse(plan: IncidentPlan): Iterable<OutboundEvent> {
  const isStopped = (point: number) => point % 50 === 11;
  const begins = Math.ceil(plan.minutes / 4);
  const [from, to] = [begins, (plan.minutes * 3) / 4].map((minute) => toTime(plan.from + minute * MINUTE_MS));
  const approved = { from: from ?? '', to: to ?? '', reason: '计划检修（已报批）' };
  const voice: Voice = (point, _, minute) => (isStopped(point) && isDuring(plan, minute) ? null : 'online');
  let isDeclared = false;
  for (const outbound of fleetBeats(plan, voice)) {
    const at = Date.parse(outbound.event.time);
    if (!isDeclared && at >= plan.from + (begins - 1) * MINUTE_MS) {
      isDeclared = true;
      for (let point = 0; point < FLEETS[plan.size].points; point += 1) {
        const entry = pointEntry(plan, point);
        if (!isStopped(point) || entry.kind !== 'device') continue;
        const attributes = { ...entry.attributes, stopUse: [approved] };
        yield entryEvent(plan, { ...entry, attributes, effectiveFrom: toTime(at) }, at);
      }
    }
    yield outbound;
  }
}

function submissionEvent(plan: IncidentPlan, at: number, items: readonly SubmissionItem[]): OutboundEvent {
  const source = `/${plan.park}/portal`;
  const head = { id: `filing:${at}`, source, park: plan.park, at, replay: plan.replay === true };
  return toOutbound(head, { type: 'parkpulse.enterprise.submission.v1', data: { submissions: items } });
}

/**
 * Enterprises file their month around its end, in the zone of the park: half of them in the last minutes before the middle of the
 * plan, the others too late. Begin the plan half its length before midnight of the first.
 */
function* monthEnd(plan: IncidentPlan, zone = 'Asia/Shanghai'): Iterable<OutboundEvent> {
  const { enterprises } = FLEETS[plan.size];
  const period = toDayLabel(toDayNumber(plan.from, zone)).slice(0, 7);
  const kinds: readonly SubmissionKind[] = ['special_work', 'carbon'];
  const share = Math.max(1, Math.ceil(enterprises / plan.minutes));
  for (let minute = 0; minute < plan.minutes; minute += 1) {
    const at = plan.from + minute * MINUTE_MS;
    const due = Array.from({ length: share }, (_, index) => minute * share + index).filter(
      (index) => index < enterprises,
    );
    const items = due.flatMap((index) =>
      kinds.map((kind) => ({ enterprise: enterpriseId(index), kind, period, time: toTime(at) })),
    );
    if (items.length > 0) yield submissionEvent(plan, at, items);
    for (let gateway = 0; gateway < gatewaysOf(plan); gateway += 1) {
      const event = gatewayEvent(plan, gateway, minute, ALWAYS);
      if (event) yield event;
    }
  }
}

/** A new enterprise joins with the points of one more gateway: denominators grow first, numerators follow. */
function* newEnterprise(plan: IncidentPlan): Iterable<OutboundEvent> {
  const { points, enterprises } = FLEETS[plan.size];
  const joins = Math.ceil(plan.minutes / 4);
  const speaks = Math.ceil(plan.minutes / 2);
  const gateway = gatewaysOf(plan);
  for (let minute = 0; minute < plan.minutes; minute += 1) {
    const at = plan.from + minute * MINUTE_MS;
    if (minute === joins) {
      const attributes = { name: `企业 ${enterprises + 1}`, status: 'commissioned' } as const;
      const id = enterpriseId(enterprises);
      yield entryEvent(plan, { kind: 'enterprise', id, effectiveFrom: toTime(at), attributes }, at);
      for (let index = 0; index < POINTS_PER_GATEWAY; index += 1) {
        const attributesOfPoint = { nominalPeriodSeconds: 60, enterprise: id, requiredByDesign: true };
        const point = {
          id: pointId(points + index),
          effectiveFrom: toTime(at),
          attributes: attributesOfPoint,
        };
        yield entryEvent(plan, { kind: 'device', ...point }, at);
      }
    }
    if (minute >= speaks) {
      const devices = listStates(points, points + POINTS_PER_GATEWAY, at);
      yield stateEvent(plan, gateway, { id: `beat:${at}`, at, devices });
    }
    for (let known = 0; known < gateway; known += 1) {
      const event = gatewayEvent(plan, known, minute, ALWAYS);
      if (event) yield event;
    }
  }
}

/** The incidents by name; each is a generator of events in the order in which they are sent, at any size. */
export const INCIDENTS: Readonly<Record<IncidentKind, (plan: IncidentPlan) => Iterable<OutboundEvent>>> = {
  steady,
  gateway_outage: gatewayOutage,
  flapping,
  clock_skew: clockSkew,
  late_burst: lateBurst,
  stop_use: stopUse,
  month_end: (plan) => monthEnd(plan),
  new_enterprise: newEnterprise,
};
