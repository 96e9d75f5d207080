import * as z from 'zod';
import { SUBMISSION_KINDS } from '@parkpulse/domain';
import { livePatch } from '../api/livePatchShape.js';
import { alert } from '../api/operationShapes.js';
import { DEVICE_STATES } from './devices.js';
import { EVENT_TYPES, type EventType, OUTGOING_TYPES, type OutgoingType } from './eventTypes.js';
import { ENTERPRISE_STATUSES, MONITORING_STATES } from './registry.js';

/**
 * The events as published (AsyncAPI) and as producers build them. `decodeEvent` is what checks incoming ones: it also
 * judges values, and the specification tests hold the two together. Objects are open: unknown members are accepted.
 */
const id = z.string().min(1).max(256);
const time = z.string().meta({ format: 'date-time', description: 'RFC 3339 with offset' });
const count = z.number().int().min(0).max(1e15);
const amount = z.number().min(0).max(1e15);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(1000).readonly();

const readingItem = z.object({
  measure: z.string(),
  numerator: amount.nullish(),
  denominator: amount.nullish(),
  /** Counts, days and levels; for a ratio it is accepted and marked opaque. */
  value: amount.nullish(),
  missing: z.array(id).max(1000).readonly().nullish(),
  time: time.nullish(),
  unit: z.enum(['ratio', 'count', 'days', 'level']).nullish(),
  enterprise: id.nullish(),
});

const deviceItem = z.object({ device: id, state: z.enum(DEVICE_STATES), time: time.nullish() });

const transmissionItem = z.object({
  device: id,
  from: time,
  to: time,
  expected: count,
  received: count,
  valid: count,
  flags: z.record(z.string(), count).nullish(),
});

const submissionItem = z.object({
  enterprise: id,
  kind: z.enum(SUBMISSION_KINDS),
  period: z.string().regex(/^\d{4}(?:-\d\d(?:-\d\d)?)?$/),
  filled: count.nullish(),
  required: count.nullish(),
  time: time.nullish(),
});

const name = z.string().max(256);
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).readonly();
const enterpriseAttributes = z.object({
  name,
  status: z.enum(ENTERPRISE_STATUSES),
  key: z.boolean().nullish(),
  position: position.nullish(),
});
const deviceAttributes = z.object({
  nominalPeriodSeconds: z.number().positive(),
  valuesPerPeriod: count.min(1).nullish(),
  name: name.nullish(),
  enterprise: id.nullish(),
  category: name.nullish(),
  requiredByDesign: z.boolean().nullish(),
  requiredByIndustry: z.boolean().nullish(),
  majorHazard: z.boolean().nullish(),
  autoMonitoring: z.enum(MONITORING_STATES).nullish(),
  stopUse: z
    .array(z.object({ from: time, to: time, reason: name }))
    .readonly()
    .nullish(),
  position: position.nullish(),
});
const systemAttributes = z.object({
  name,
  onCloud: z.boolean().nullish(),
  cloudExempt: z.boolean().nullish(),
});

const entry = { id, effectiveFrom: time, effectiveTo: time.nullish() };
const registryEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('enterprise'), ...entry, attributes: enterpriseAttributes }),
  z.object({ kind: z.literal('device'), ...entry, attributes: deviceAttributes }),
  z.object({ kind: z.literal('system'), ...entry, attributes: systemAttributes }),
]);

/** The data of each incoming event. */
export const DATA_SCHEMAS = {
  [EVENT_TYPES.reading]: z.object({ readings: list(readingItem) }),
  [EVENT_TYPES.deviceStatus]: z.object({ devices: list(deviceItem) }),
  [EVENT_TYPES.transmission]: z.object({ transmissions: list(transmissionItem) }),
  [EVENT_TYPES.submission]: z.object({ submissions: list(submissionItem) }),
  [EVENT_TYPES.registryEntry]: registryEntry,
} as const;

const envelopeOf = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    specversion: z.literal('1.0'),
    id,
    source: id,
    type: z.literal(type),
    subject: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/)
      .meta({ description: 'park id' }),
    time,
    datacontenttype: z.literal('application/json').nullish(),
    sequence: z.number().int().min(0).nullish(),
    replay: z.boolean().nullish(),
    data,
  });

/** Every event in and out as one JSON document, by type: the source of the AsyncAPI document. */
export const EVENT_SCHEMAS = {
  [EVENT_TYPES.reading]: envelopeOf(EVENT_TYPES.reading, DATA_SCHEMAS[EVENT_TYPES.reading]),
  [EVENT_TYPES.deviceStatus]: envelopeOf(EVENT_TYPES.deviceStatus, DATA_SCHEMAS[EVENT_TYPES.deviceStatus]),
  [EVENT_TYPES.transmission]: envelopeOf(EVENT_TYPES.transmission, DATA_SCHEMAS[EVENT_TYPES.transmission]),
  [EVENT_TYPES.submission]: envelopeOf(EVENT_TYPES.submission, DATA_SCHEMAS[EVENT_TYPES.submission]),
  [EVENT_TYPES.registryEntry]: envelopeOf(EVENT_TYPES.registryEntry, DATA_SCHEMAS[EVENT_TYPES.registryEntry]),
  [OUTGOING_TYPES.assessmentChanged]: envelopeOf(OUTGOING_TYPES.assessmentChanged, livePatch),
  [OUTGOING_TYPES.alertChanged]: envelopeOf(OUTGOING_TYPES.alertChanged, alert),
} as const satisfies Readonly<Record<EventType | OutgoingType, z.ZodType>>;

/** What the data of an event of a type looks like. */
export type EventData<Type extends EventType | OutgoingType> = z.infer<(typeof EVENT_SCHEMAS)[Type]>['data'];
