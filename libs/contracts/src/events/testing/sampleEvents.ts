import type { Instant } from '@parkpulse/domain';
import type { DecodeContext, EventRecord, MeasureCatalogue, MeasureTraits } from '../decodedEvent.js';
import { EVENT_TYPES, type EventType } from '../eventTypes.js';

/** Events for tests: good ones, to be spoilt in one place. */
export const NOW: Instant = Date.parse('2026-11-24T06:00:00Z');

const traits = (
  unit: MeasureTraits['unit'],
  scope: MeasureTraits['scope'] = 'park',
  mayExceedOne = false,
): MeasureTraits => ({ unit, scope, mayExceedOne });

export const CATALOGUE: MeasureCatalogue = new Map([
  ['iot_access_ratio_design', traits('ratio')],
  ['monitor_online_ratio', traits('ratio')],
  ['smart_factory_share', traits('ratio', 'park', true)],
  ['sf_data_upload_ratio', traits('ratio', 'factory')],
  ['enterprise_count', traits('count')],
  ['video_retention_days', traits('days')],
  ['mlps_level', traits('level')],
]);

export const CONTEXT: DecodeContext = { catalogue: CATALOGUE, now: NOW };

export const POSITION = { partition: 3, offset: 41, knownAt: NOW };

/** The data of a good event of each type. */
export const GOOD_DATA: Readonly<Record<EventType, object>> = {
  [EVENT_TYPES.reading]: {
    readings: [{ measure: 'iot_access_ratio_design', numerator: 812, denominator: 1000 }],
  },
  [EVENT_TYPES.deviceStatus]: { devices: [{ device: 'D-17', state: 'online' }] },
  [EVENT_TYPES.transmission]: {
    transmissions: [
      {
        device: 'D-17',
        from: '2026-11-24T04:00:00Z',
        to: '2026-11-24T05:00:00Z',
        expected: 60,
        received: 58,
        valid: 55,
        flags: { N: 55, D: 3 },
      },
    ],
  },
  [EVENT_TYPES.submission]: {
    submissions: [{ enterprise: 'E-3', kind: 'energy', period: '2026-11-22', filled: 37, required: 40 }],
  },
  [EVENT_TYPES.registryEntry]: {
    kind: 'device',
    id: 'D-17',
    effectiveFrom: '2013-08-24T00:00Z',
    attributes: { nominalPeriodSeconds: 60, requiredByDesign: true },
  },
};

/** A good event of a type; `changes` replace attributes. */
export function eventOf(type: EventType, changes: object = {}): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: 'e-1',
    source: '/park/p1/gateway-3',
    type,
    subject: 'p1',
    time: '2026-11-24T13:59:30+08:00',
    datacontenttype: 'application/json',
    data: GOOD_DATA[type],
    ...changes,
  };
}

/** A good event of readings with these items. */
export const readingEvent = (...readings: readonly unknown[]): Record<string, unknown> =>
  eventOf(EVENT_TYPES.reading, { data: { readings } });

/** The JSON text of a good event whose one reading has these members, written as given. */
export function readingText(members: string): string {
  return JSON.stringify(eventOf(EVENT_TYPES.reading, { data: 'DATA' })).replace(
    '"DATA"',
    () => `{"readings":[{${members}}]}`,
  );
}

/** A record that carries a value on no topic; text is encoded, objects are written as JSON. */
export function recordOf(
  value: string | Uint8Array | object | null,
  changes: Partial<EventRecord> = {},
): EventRecord {
  return { bytes: toBytes(value), topic: null, position: POSITION, ...changes };
}

function toBytes(value: string | Uint8Array | object | null): Uint8Array | null {
  if (value === null || value instanceof Uint8Array) return value;
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
}
