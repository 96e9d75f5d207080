import { type DeviceState, type Instant } from '@parkpulse/domain';
import {
  type OutboundEvent,
  type RegistryData,
  type StateItem,
  toOutbound,
  toTime,
} from '../event/cloudEvent.js';

/** Sizes met in the field (domain reference 1.4). */
export type FleetSize = 'S' | 'M' | 'L' | 'XL';

export interface Fleet {
  readonly points: number;
  readonly enterprises: number;
}

export const FLEETS: Readonly<Record<FleetSize, Fleet>> = {
  S: { points: 2_000, enterprises: 30 },
  M: { points: 7_000, enterprises: 100 },
  L: { points: 20_000, enterprises: 300 },
  XL: { points: 100_000, enterprises: 1_000 },
};

/** Points behind one gateway; a gateway is one feed and sends one event a minute. */
export const POINTS_PER_GATEWAY = 200;
export const MINUTE_MS = 60_000;
/** Points of enterprises are devices that heartbeat every minute. */
const NOMINAL_SECONDS = 60;

/** What an incident is played on. */
export interface IncidentPlan {
  readonly size: FleetSize;
  readonly park: string;
  /** When the first minute begins. */
  readonly from: Instant;
  readonly minutes: number;
  /** Marks the events as old data on purpose; for incidents that are played in the past. */
  readonly replay?: boolean;
}

export const pointId = (index: number): string => `P-${String(index + 1).padStart(6, '0')}`;
export const enterpriseId = (index: number): string => `E-${String(index + 1).padStart(4, '0')}`;
export const gatewaysOf = ({ size }: IncidentPlan): number =>
  Math.ceil(FLEETS[size].points / POINTS_PER_GATEWAY);
export const gatewaySource = ({ park }: IncidentPlan, gateway: number): string =>
  `/${park}/gateway-${gateway}`;

/** The points of a gateway, [first, end). */
export function pointsOf(plan: IncidentPlan, gateway: number): readonly [first: number, end: number] {
  const first = gateway * POINTS_PER_GATEWAY;
  return [first, Math.min(first + POINTS_PER_GATEWAY, FLEETS[plan.size].points)];
}

/** An entry of the register as an event; its id follows from what it says. */
export function entryEvent(plan: IncidentPlan, data: RegistryData, at: Instant): OutboundEvent {
  const id = `entry:${data.kind}:${data.id}:${data.effectiveFrom}`;
  const head = { id, source: `/${plan.park}/register`, park: plan.park, at, replay: plan.replay === true };
  return toOutbound(head, { type: 'parkpulse.registry.entry.v1', data });
}

/** The attributes of a point. */
export function pointEntry(plan: IncidentPlan, index: number): RegistryData {
  const owner = enterpriseId(index % FLEETS[plan.size].enterprises);
  const attributes = {
    nominalPeriodSeconds: NOMINAL_SECONDS,
    enterprise: owner,
    requiredByDesign: true,
    majorHazard: index % 20 === 0,
  };
  return { kind: 'device', id: pointId(index), effectiveFrom: toTime(plan.from), attributes };
}

/** The register of a fleet: enterprises and points, in force from the first minute. */
export function* fleetRegistry(plan: IncidentPlan): Generator<OutboundEvent, void, undefined> {
  const { points, enterprises } = FLEETS[plan.size];
  for (let index = 0; index < enterprises; index += 1) {
    const attributes = { name: `企业 ${index + 1}`, status: 'commissioned' } as const;
    const data = {
      kind: 'enterprise',
      id: enterpriseId(index),
      effectiveFrom: toTime(plan.from),
      attributes,
    } as const;
    yield entryEvent(plan, data, plan.from);
  }
  for (let index = 0; index < points; index += 1) yield entryEvent(plan, pointEntry(plan, index), plan.from);
}

/** What a point says at a moment: its state, or null when it stays silent. */
export type Voice = (point: number, at: Instant, minute: number) => DeviceState | null;

/** The event of one gateway's points in one minute, or null when none of them speaks. */
export function gatewayEvent(
  plan: IncidentPlan,
  gateway: number,
  minute: number,
  voice: Voice,
): OutboundEvent | null {
  const at = gatewayMoment(plan, gateway, minute);
  const [first, end] = pointsOf(plan, gateway);
  const devices: StateItem[] = [];
  for (let point = first; point < end; point += 1) {
    const state = voice(point, at, minute);
    if (state !== null) devices.push({ device: pointId(point), state, time: toTime(at) });
  }
  if (devices.length === 0) return null;
  return stateEvent(plan, gateway, { id: `beat:${at}`, at, devices });
}

/** When a gateway speaks in a minute: gateways are spread over its seconds. */
export function gatewayMoment(plan: IncidentPlan, gateway: number, minute: number): Instant {
  return plan.from + minute * MINUTE_MS + Math.floor((gateway * 60) / gatewaysOf(plan)) * 1000;
}

/** Device states of one gateway as an event. */
export function stateEvent(
  plan: IncidentPlan,
  gateway: number,
  event: { readonly id: string; readonly at: Instant; readonly devices: readonly StateItem[] },
): OutboundEvent {
  const source = gatewaySource(plan, gateway);
  const head = { id: event.id, source, park: plan.park, at: event.at, replay: plan.replay === true };
  return toOutbound(head, { type: 'parkpulse.device.status.v1', data: { devices: event.devices } });
}

/** Heartbeats of a whole fleet, minute by minute, in time order, as `voice` lets the points speak. */
export function* fleetBeats(plan: IncidentPlan, voice: Voice): Generator<OutboundEvent, void, undefined> {
  const gateways = gatewaysOf(plan);
  for (let minute = 0; minute < plan.minutes; minute += 1) {
    for (let gateway = 0; gateway < gateways; gateway += 1) {
      const event = gatewayEvent(plan, gateway, minute, voice);
      if (event) yield event;
    }
  }
}
