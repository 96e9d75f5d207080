import { type DeviceAttributes, type Instant, type Origin, type RegistryFact, type StateFact, type SubmissionFact, type TransmissionFact } from '@parkpulse/domain';

let arrivals = 0;

/** Makes the origin of the next fact to arrive. */
export function nextOrigin(sequence = 0): Origin {
  arrivals += 1;
  return {
    source: 'recorded-data',
    event: `e-${arrivals}`,
    sequence,
    knownAt: Date.UTC(2026, 10, 24) + arrivals,
    topic: 'test',
    partition: 0,
    offset: arrivals,
  };
}

const PLAIN_DEVICE: DeviceAttributes = {
  entity: 'device',
  name: null,
  nominalPeriodSeconds: 60,
  valuesPerPeriod: 1,
  enterprise: null,
  category: null,
  requiredByDesign: false,
  requiredByIndustry: false,
  majorHazard: false,
  autoMonitoring: null,
  stopUse: [],
  position: null,
};

export function deviceEntry(id: string, effectiveFrom: Instant, attributes: Partial<DeviceAttributes>): RegistryFact {
  return {
    kind: 'registry',
    entity: 'device',
    id,
    effectiveFrom,
    effectiveTo: null,
    attributes: { ...PLAIN_DEVICE, ...attributes },
    origin: nextOrigin(),
  };
}

export function enterpriseEntry(id: string, effectiveFrom: Instant): RegistryFact {
  return {
    kind: 'registry',
    entity: 'enterprise',
    id,
    effectiveFrom,
    effectiveTo: null,
    attributes: { entity: 'enterprise', name: id, status: 'commissioned', key: false, position: null },
    origin: nextOrigin(),
  };
}

export function onlineState(device: string, at: Instant): StateFact {
  return { kind: 'state', device, at, state: 'online', origin: nextOrigin() };
}

export function transmission(
  device: string,
  span: { readonly from: Instant; readonly to: Instant },
  values: { readonly expected: number; readonly received: number; readonly valid: number },
): TransmissionFact {
  return { kind: 'transmission', device, ...span, ...values, flags: null, origin: nextOrigin() };
}

export function energySubmission(
  enterprise: string,
  period: string,
  at: Instant,
  counts: { readonly filled: number; readonly required: number } | null,
): SubmissionFact {
  return {
    kind: 'submission',
    enterprise,
    submission: 'energy',
    period,
    at,
    filled: counts?.filled ?? null,
    required: counts?.required ?? null,
    origin: nextOrigin(),
  };
}
