import { DEFAULT_TOPICS, EVENT_TYPES, topicRole } from '@parkpulse/contracts';
import {
  type DeviceState,
  type EnterpriseStatus,
  type Instant,
  type SubmissionKind,
} from '@parkpulse/domain';

/** Items of events as they stand on the wire (CONTRACT section 2). */
export interface StateItem {
  readonly device: string;
  readonly state: DeviceState;
  readonly time: string;
}

export interface TransmissionItem {
  readonly device: string;
  readonly from: string;
  readonly to: string;
  readonly expected: number;
  readonly received: number;
  readonly valid: number;
}

export interface SubmissionItem {
  readonly enterprise: string;
  readonly kind: SubmissionKind;
  readonly period: string;
  readonly time: string;
  readonly filled?: number;
  readonly required?: number;
}

export interface ReadingItem {
  readonly measure: string;
  readonly time: string;
  readonly enterprise?: string;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly value?: number;
}

export interface EnterpriseEntry {
  readonly name: string;
  readonly status: EnterpriseStatus;
  readonly key?: boolean;
  readonly position?: readonly [number, number];
}

export interface StopUseEntry {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface DeviceEntry {
  readonly name?: string;
  readonly nominalPeriodSeconds: number;
  readonly valuesPerPeriod?: number;
  readonly enterprise?: string;
  readonly category?: string;
  readonly requiredByDesign?: boolean;
  readonly requiredByIndustry?: boolean;
  readonly majorHazard?: boolean;
  readonly autoMonitoring?: 'required' | 'installed';
  readonly stopUse?: readonly StopUseEntry[];
  readonly position?: readonly [number, number];
}

export interface SystemEntry {
  readonly name: string;
  readonly onCloud?: boolean;
  readonly cloudExempt?: boolean;
}

export type RegistryData = {
  readonly id: string;
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
} & (
  | { readonly kind: 'enterprise'; readonly attributes: EnterpriseEntry }
  | { readonly kind: 'device'; readonly attributes: DeviceEntry }
  | { readonly kind: 'system'; readonly attributes: SystemEntry }
);

/** The type of an event and the data that goes with it. */
export type Payload =
  | {
      readonly type: typeof EVENT_TYPES.reading;
      readonly data: { readonly readings: readonly ReadingItem[] };
    }
  | {
      readonly type: typeof EVENT_TYPES.deviceStatus;
      readonly data: { readonly devices: readonly StateItem[] };
    }
  | {
      readonly type: typeof EVENT_TYPES.transmission;
      readonly data: { readonly transmissions: readonly TransmissionItem[] };
    }
  | {
      readonly type: typeof EVENT_TYPES.submission;
      readonly data: { readonly submissions: readonly SubmissionItem[] };
    }
  | { readonly type: typeof EVENT_TYPES.registryEntry; readonly data: RegistryData };

/** CloudEvents 1.0, JSON. */
export type CloudEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly sequence?: number;
  /** Old data on purpose. */
  readonly replay?: true;
} & Payload;

/** An event with the topic and message key it has on Kafka; over HTTP only the event is sent. */
export interface OutboundEvent {
  /** Topic under the default prefix `park.`. */
  readonly topic: string;
  readonly key: string;
  readonly event: CloudEvent;
}

/** What an event needs beside its payload. */
export interface EventHead {
  readonly id: string;
  readonly source: string;
  readonly park: string;
  readonly at: Instant;
  readonly sequence?: number;
  readonly replay?: boolean;
}

/** Writes an instant as RFC 3339 in UTC, without milliseconds where there are none. */
export function toTime(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** Puts an event together; a registry entry is keyed by `park/kind/id`, everything else by the park. */
export function toOutbound(head: EventHead, payload: Payload): OutboundEvent {
  const { park } = head;
  const isEntry = payload.type === EVENT_TYPES.registryEntry;
  return {
    topic: DEFAULT_TOPICS[topicRole(payload.type)],
    key: isEntry ? `${park}/${payload.data.kind}/${payload.data.id}` : park,
    event: {
      specversion: '1.0',
      id: head.id,
      source: head.source,
      subject: park,
      time: toTime(head.at),
      datacontenttype: 'application/json',
      ...(head.sequence === undefined ? {} : { sequence: head.sequence }),
      ...(head.replay === true ? { replay: true as const } : {}),
      ...payload,
    },
  };
}

/** Counts the items an event carries; a registry entry is one. */
export function countItems(event: CloudEvent): number {
  switch (event.type) {
    case EVENT_TYPES.reading:
      return event.data.readings.length;
    case EVENT_TYPES.deviceStatus:
      return event.data.devices.length;
    case EVENT_TYPES.transmission:
      return event.data.transmissions.length;
    case EVENT_TYPES.submission:
      return event.data.submissions.length;
    case EVENT_TYPES.registryEntry:
      return 1;
  }
}
