import type {
  DeviceAttributes,
  DeviceState,
  EnterpriseStatus,
  Instant,
  Origin,
  ReadingFact,
  RegistryAttributes,
  RegistryFact,
  StateFact,
  SubmissionFact,
  SubmissionKind,
  TransmissionFact,
} from '../facts.js';

/** Builds facts for specs; each is a new event that arrives after the ones before, unless told otherwise. */
export class FactBuilder {
  private arrivals = 0;

  origin(sequence = 0): Origin {
    this.arrivals += 1;
    return {
      source: 'spec',
      event: `e-${this.arrivals}`,
      sequence,
      knownAt: Date.UTC(2030, 0, 1) + this.arrivals,
      topic: 'park',
      partition: 0,
      offset: this.arrivals,
    };
  }

  state(device: string, at: Instant, state: DeviceState = 'online', sequence = 0): StateFact {
    return { kind: 'state', device, at, state, origin: this.origin(sequence) };
  }

  reading(measure: string, at: Instant, numerator: number, more: Partial<ReadingFact> = {}): ReadingFact {
    const plain = { enterprise: null, denominator: null, opaque: false, missing: [] };
    return {
      kind: 'reading',
      measure,
      at,
      numerator: String(numerator),
      ...plain,
      origin: this.origin(),
      ...more,
    };
  }

  transmission(
    device: string,
    span: Span,
    values: readonly number[],
    flags: TransmissionFact['flags'] = null,
  ): TransmissionFact {
    const [expected = 0, received = 0, valid = 0] = values;
    return { kind: 'transmission', device, ...span, expected, received, valid, flags, origin: this.origin() };
  }

  submission(
    enterprise: string,
    submission: SubmissionKind,
    period: string,
    more: Partial<SubmissionFact> = {},
  ): SubmissionFact {
    const plain = { at: Date.parse(period), filled: null, required: null };
    return { kind: 'submission', enterprise, submission, period, ...plain, origin: this.origin(), ...more };
  }

  device(id: string, effectiveFrom: Instant, more: Partial<DeviceAttributes> = {}): RegistryFact {
    return this.entry(id, effectiveFrom, { ...PLAIN_DEVICE, ...more });
  }

  enterprise(id: string, effectiveFrom: Instant, status: EnterpriseStatus = 'commissioned'): RegistryFact {
    return this.entry(id, effectiveFrom, {
      entity: 'enterprise',
      name: id,
      status,
      key: false,
      position: null,
    });
  }

  system(id: string, effectiveFrom: Instant, onCloud: boolean, cloudExempt = false): RegistryFact {
    return this.entry(id, effectiveFrom, { entity: 'system', name: id, onCloud, cloudExempt });
  }

  entry(
    id: string,
    effectiveFrom: Instant,
    attributes: RegistryAttributes,
    effectiveTo: Instant | null = null,
  ): RegistryFact {
    const { entity } = attributes;
    return { kind: 'registry', entity, id, effectiveFrom, effectiveTo, attributes, origin: this.origin() };
  }
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export const PLAIN_DEVICE: DeviceAttributes = {
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
