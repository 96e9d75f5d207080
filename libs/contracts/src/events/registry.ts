import type {
  DeviceAttributes,
  EnterpriseAttributes,
  RegistryAttributes,
  RegistryEntity,
  RegistryFact,
  StopUse,
  SystemAttributes,
} from '@parkpulse/domain';
import { ExactNumber } from '../json/exactNumber.js';
import type { JsonValue } from '../json/jsonReader.js';
import type { FieldReader, TimeBounds } from './fieldReader.js';
import { keyFault, rangeFault, timeOrderFault, typeFault } from './faults.js';
import type { ItemContext } from './readings.js';

export const REGISTRY_ENTITIES: readonly [RegistryEntity, ...RegistryEntity[]] = [
  'enterprise',
  'device',
  'system',
];
export const ENTERPRISE_STATUSES = ['commissioned', 'suspended', 'under_construction'] as const;
export const MONITORING_STATES = ['required', 'installed'] as const;

/** An entry may be planned ahead or tell of an old plant, so its times are not bounded like observations. */
export const REGISTER_BOUNDS: TimeBounds = { earliest: Date.UTC(1900, 0, 1), latest: Date.UTC(9999, 11, 31) };

const MAX_PERIOD_SECONDS = 366 * 86_400;
const MAX_VALUES_PER_PERIOD = 100_000;

/** Reads the data of a registry entry; `keyEntry` is the `kind/id` part of the message key when there is one. */
export function readRegistryEntry(
  data: FieldReader,
  context: ItemContext,
  keyEntry: string | null,
): RegistryFact {
  const entity = data.oneOf('kind', REGISTRY_ENTITIES);
  const id = data.id('id');
  if (keyEntry !== null && keyEntry !== `${entity}/${id}`)
    data.report(keyFault(data.pointerTo('id'), keyEntry));
  const effectiveFrom = data.time('effectiveFrom', REGISTER_BOUNDS);
  const effectiveTo = data.has('effectiveTo') ? data.time('effectiveTo', REGISTER_BOUNDS) : null;
  if (effectiveTo !== null && effectiveTo <= effectiveFrom)
    data.report(timeOrderFault(data.pointerTo('effectiveTo')));
  const attributes = data.inner('attributes');
  const fact: RegistryFact = {
    kind: 'registry',
    entity,
    id,
    effectiveFrom,
    effectiveTo,
    attributes: ATTRIBUTE_READERS[entity](attributes),
    origin: context.origin,
  };
  attributes.countUnknown();
  return fact;
}

const ATTRIBUTE_READERS: Readonly<Record<RegistryEntity, (attributes: FieldReader) => RegistryAttributes>> = {
  enterprise: readEnterpriseAttributes,
  device: readDeviceAttributes,
  system: readSystemAttributes,
};

function readEnterpriseAttributes(attributes: FieldReader): EnterpriseAttributes {
  return {
    entity: 'enterprise',
    name: attributes.name('name'),
    status: attributes.oneOf('status', ENTERPRISE_STATUSES),
    key: attributes.optionalBoolean('key'),
    position: readPosition(attributes),
  };
}

function readDeviceAttributes(attributes: FieldReader): DeviceAttributes {
  return {
    entity: 'device',
    name: attributes.optionalName('name'),
    nominalPeriodSeconds: readPeriodSeconds(attributes),
    valuesPerPeriod: attributes.has('valuesPerPeriod')
      ? attributes.count('valuesPerPeriod', 1, MAX_VALUES_PER_PERIOD)
      : 1,
    enterprise: attributes.optionalId('enterprise'),
    category: attributes.optionalName('category'),
    requiredByDesign: attributes.optionalBoolean('requiredByDesign'),
    requiredByIndustry: attributes.optionalBoolean('requiredByIndustry'),
    majorHazard: attributes.optionalBoolean('majorHazard'),
    autoMonitoring: attributes.has('autoMonitoring')
      ? attributes.oneOf('autoMonitoring', MONITORING_STATES)
      : null,
    stopUse: attributes.has('stopUse') ? attributes.list('stopUse', 0, readStopUse) : [],
    position: readPosition(attributes),
  };
}

function readSystemAttributes(attributes: FieldReader): SystemAttributes {
  return {
    entity: 'system',
    name: attributes.name('name'),
    onCloud: attributes.optionalBoolean('onCloud'),
    cloudExempt: attributes.optionalBoolean('cloudExempt'),
  };
}

function readPeriodSeconds(attributes: FieldReader): number {
  const { value } = attributes.decimal('nominalPeriodSeconds');
  if (typeof value === 'number' && value > 0 && value <= MAX_PERIOD_SECONDS) return value;
  attributes.report(
    rangeFault(
      attributes.pointerTo('nominalPeriodSeconds'),
      'nominalPeriodSeconds',
      `0..${MAX_PERIOD_SECONDS} (above 0)`,
    ),
  );
  return 1;
}

function readStopUse(item: FieldReader): StopUse {
  const from = item.time('from', REGISTER_BOUNDS);
  const to = item.time('to', REGISTER_BOUNDS);
  if (to <= from) item.report(timeOrderFault(item.pointerTo('to')));
  return { from, to, reason: item.name('reason') };
}

function readPosition(attributes: FieldReader): readonly [number, number] | null {
  const position = attributes.peek('position');
  if (position === null) return null;
  const pointer = attributes.pointerTo('position');
  if (!Array.isArray(position) || position.length !== 2) {
    attributes.report(typeFault(pointer, '[经度, 纬度]', '[longitude, latitude]'));
    return null;
  }
  const [longitude, latitude] = (position as readonly JsonValue[]).map(toDegrees);
  if (
    longitude === undefined ||
    latitude === undefined ||
    !(Math.abs(longitude) <= 180) ||
    !(Math.abs(latitude) <= 90)
  ) {
    attributes.report(rangeFault(pointer, 'position', '[-180..180, -90..90]'));
    return null;
  }
  return [longitude, latitude];
}

/** Returns degrees as a double, which is far finer than any map; NaN for what is no number. */
function toDegrees(value: JsonValue): number {
  if (value instanceof ExactNumber) return Number(value.text);
  return typeof value === 'number' ? value : Number.NaN;
}
