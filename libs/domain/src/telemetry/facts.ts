/** Milliseconds since 1970-01-01T00:00:00Z. The domain never asks what time it is: instants are arguments. */
export type Instant = number;

/** Where a fact came from, down to the record that carried it: the end of every explanation. */
export interface Origin {
  /** CloudEvents `source` and `id`; together unique per event. */
  readonly source: string;
  readonly event: string;
  /** The producer's own order for events about one moment; absent counts as 0. */
  readonly sequence: number;
  /** When ParkPulse accepted the event (knowledge time). */
  readonly knownAt: Instant;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A value of a measure as the park states it. Numbers are exact decimal texts such as `812` or `0.8125`. */
export interface ReadingFact {
  readonly kind: 'reading';
  readonly measure: string;
  /** The factory of a factory-scope measure, else null. */
  readonly enterprise: string | null;
  readonly at: Instant;
  readonly numerator: string;
  /** Null for counts, days and levels; `1` for a ratio sent as a bare value (opaque). */
  readonly denominator: string | null;
  readonly opaque: boolean;
  readonly missing: readonly string[];
  readonly origin: Origin;
}

export type DeviceState = 'online' | 'offline' | 'fault' | 'maintenance';

/** A device said so at `at`; `online` is also its heartbeat. */
export interface StateFact {
  readonly kind: 'state';
  readonly device: string;
  readonly at: Instant;
  readonly state: DeviceState;
  readonly origin: Origin;
}

/** Values a device owed, delivered and delivered validly over [from, to). */
export interface TransmissionFact {
  readonly kind: 'transmission';
  readonly device: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly expected: number;
  readonly received: number;
  readonly valid: number;
  /** Count per data flag (HJ 212: N, D, F …) when the sender gave them; then they decide what is valid. */
  readonly flags: Readonly<Record<string, number>> | null;
  readonly origin: Origin;
}

export const SUBMISSION_KINDS = [
  'energy',
  'carbon',
  'dual_prevention',
  'special_work',
  'safety_commitment',
  'safety_info',
  'major_hazard_info',
  'emergency_plan',
  'emergency_resource',
  'emergency_drill',
  'emergency_command',
  'transport_company',
  'transport_vehicle',
  'transport_person',
] as const;
export type SubmissionKind = (typeof SUBMISSION_KINDS)[number];

/** An enterprise filed for a period: `2026-11-22`, `2026-11` or `2026`, in the park's time zone. */
export interface SubmissionFact {
  readonly kind: 'submission';
  readonly enterprise: string;
  readonly submission: SubmissionKind;
  readonly period: string;
  /** When it was filed. */
  readonly at: Instant;
  /** Null when the sender gave no counts: filed in full. */
  readonly filled: number | null;
  readonly required: number | null;
  readonly origin: Origin;
}

export interface StopUse {
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string;
}

export type EnterpriseStatus = 'commissioned' | 'suspended' | 'under_construction';

export interface EnterpriseAttributes {
  readonly entity: 'enterprise';
  readonly name: string;
  readonly status: EnterpriseStatus;
  readonly key: boolean;
  /** WGS 84 [longitude, latitude] where known; shown on the map, never used for a rate. */
  readonly position: readonly [number, number] | null;
}

export interface DeviceAttributes {
  readonly entity: 'device';
  readonly name: string | null;
  readonly nominalPeriodSeconds: number;
  readonly valuesPerPeriod: number;
  readonly enterprise: string | null;
  readonly category: string | null;
  readonly requiredByDesign: boolean;
  readonly requiredByIndustry: boolean;
  readonly majorHazard: boolean;
  readonly autoMonitoring: 'required' | 'installed' | null;
  readonly stopUse: readonly StopUse[];
  readonly position: readonly [number, number] | null;
}

export interface SystemAttributes {
  readonly entity: 'system';
  readonly name: string;
  readonly onCloud: boolean;
  readonly cloudExempt: boolean;
}

export type RegistryAttributes = EnterpriseAttributes | DeviceAttributes | SystemAttributes;
export type RegistryEntity = RegistryAttributes['entity'];

/** An entry of the park register, in force from `effectiveFrom` until `effectiveTo` or the next entry of that id. */
export interface RegistryFact {
  readonly kind: 'registry';
  readonly entity: RegistryEntity;
  readonly id: string;
  readonly effectiveFrom: Instant;
  readonly effectiveTo: Instant | null;
  /** Null is a tombstone: the id is gone from `effectiveFrom` on. */
  readonly attributes: RegistryAttributes | null;
  readonly origin: Origin;
}

export type Fact = ReadingFact | StateFact | TransmissionFact | SubmissionFact | RegistryFact;

/** The instant a fact speaks about: facts of one series with the same moment restate each other. */
export function momentOf(fact: Fact): Instant {
  switch (fact.kind) {
    case 'reading':
    case 'state':
    case 'submission':
      return fact.at;
    case 'transmission':
      return fact.from;
    case 'registry':
      return fact.effectiveFrom;
  }
}

/** The part of an origin that decides between two facts about one moment. */
export type Precedence = Pick<Origin, 'sequence' | 'knownAt' | 'offset'>;

/**
 * Says whether `challenger` is in force over `holder` when both speak of one moment: the higher sequence,
 * else the later arrival (CONTRACT section 2).
 */
export function overrules(challenger: Precedence, holder: Precedence): boolean {
  if (challenger.sequence !== holder.sequence) return challenger.sequence > holder.sequence;
  if (challenger.knownAt !== holder.knownAt) return challenger.knownAt > holder.knownAt;
  return challenger.offset >= holder.offset;
}
