import { type Decimal, ONE, ZERO, compareDecimals, parseDecimal } from '../kernel/decimal.js';
import type { Instant } from './facts.js';
import type { Judge, MeasureDefinition } from './measureDefinition.js';
import { FORMED_MEASURES, formOf, measureKindOf } from './measureForms.js';

/** The fields of a definition that its author chooses; the rest name it. */
export type DefinitionFields = Omit<MeasureDefinition, 'measure' | 'version' | 'effectiveFrom'>;

/** The earliest event time that is accepted: the default definition, version 1, is in force from here on. */
export const DEFAULT_EFFECTIVE_FROM: Instant = Date.UTC(2000, 0, 1);

/** The version number of the default; a park's own first version is 2. */
export const DEFAULT_VERSION = 1;

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 366 * DAY_SECONDS;

const COMMON: DefinitionFields = {
  input: 'auto',
  judge: 'window',
  periods: 1,
  windowSeconds: DAY_SECONDS,
  freshSeconds: null,
  onlineWithinSeconds: null,
  onlineNominalPeriods: 3,
  onlineMinSeconds: 180,
  seenWithinSeconds: DAY_SECONDS,
  slotSeconds: 900,
  slotShare: '0.99',
  validFlags: ['N'],
  completeness: 'any',
  requiredFields: null,
  dwell: { downSeconds: 1800, upSeconds: DAY_SECONDS, staleSeconds: DAY_SECONDS },
};

/** Returns the default fields of a measure by its kind (domain reference 1.5, defaults in brackets). */
export function defaultFields(measure: string): DefinitionFields {
  const form = formOf(measure);
  if (form.kind === 'transmission') return { ...COMMON, judge: 'day' };
  if (form.kind === 'coverage') return { ...COMMON, judge: form.submission === 'energy' ? 'day' : 'month' };
  if (form.kind === 'upload') {
    return form.every === 'day' ? { ...COMMON, judge: 'day', periods: 30 } : { ...COMMON, judge: 'month' };
  }
  const isOfEnterprises = form.kind === 'members' && form.of === 'enterprises';
  return isOfEnterprises ? { ...COMMON, seenWithinSeconds: 31 * DAY_SECONDS } : COMMON;
}

/** Returns the default definition of a measure: version 1, in force until a park's own version. */
export function defaultDefinition(measure: string): MeasureDefinition {
  return DEFAULTS.get(measure) ?? newDefault(measure);
}

function newDefault(measure: string): MeasureDefinition {
  return composeDefinition(measure, {}, { version: DEFAULT_VERSION, effectiveFrom: DEFAULT_EFFECTIVE_FROM });
}

/** Builds a version of a definition; absent fields take the measure's defaults. */
export function composeDefinition(
  measure: string,
  fields: Partial<DefinitionFields>,
  head: { readonly version: number; readonly effectiveFrom: Instant },
): MeasureDefinition {
  return { measure, ...head, ...defaultFields(measure), ...fields };
}

// Asked for at every turn, and never another.
const DEFAULTS: ReadonlyMap<string, MeasureDefinition> = new Map(
  FORMED_MEASURES.map((measure) => [measure, newDefault(measure)]),
);

/** Returns the number a park's next own version takes. */
export function nextVersion(versions: readonly MeasureDefinition[]): number {
  return versions.reduce((highest, { version }) => Math.max(highest, version), DEFAULT_VERSION) + 1;
}

/**
 * Returns the definition in force at an instant: of the versions that have taken effect the latest version, whatever
 * their order of effect; before any of them the default.
 */
export function definitionAt(
  measure: string,
  versions: readonly MeasureDefinition[],
  instant: Instant,
): MeasureDefinition {
  let inForce: MeasureDefinition | null = null;
  for (const version of versions) {
    if (version.effectiveFrom > instant) continue;
    if (inForce === null || version.version > inForce.version) inForce = version;
  }
  return inForce ?? defaultDefinition(measure);
}

/** Lists the instants in (from, to] at which another definition comes into force. */
export function definitionChanges(
  measure: string,
  versions: readonly MeasureDefinition[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): readonly Instant[] {
  const starts = [...new Set(versions.map(({ effectiveFrom }) => effectiveFrom))].sort((a, b) => a - b);
  return starts.filter((start) => {
    if (start <= from || start > to) return false;
    return (
      definitionAt(measure, versions, start).version !== definitionAt(measure, versions, start - 1).version
    );
  });
}

/**
 * Returns up to which distance, in milliseconds, heartbeats may be kept as one stretch (see `ParkFacts`) without any of the
 * definitions noticing: the shortest time any of them asks about; infinite when none asks about devices.
 */
export function joinGapOf(definitions: Iterable<MeasureDefinition>): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const definition of definitions) shortest = Math.min(shortest, shortestQuestion(definition));
  return shortest;
}

function shortestQuestion(definition: MeasureDefinition): number {
  const { onlineWithinSeconds, onlineMinSeconds, slotSeconds, seenWithinSeconds } = definition;
  const reach = (onlineWithinSeconds ?? onlineMinSeconds) * 1000;
  const kind = measureKindOf(definition.measure);
  if (kind === 'online_time') return reach;
  if (kind === 'online_slots') return Math.min(reach, slotSeconds * 1000);
  if (kind === 'members' && seenWithinSeconds !== null) return seenWithinSeconds * 1000;
  return Number.POSITIVE_INFINITY;
}

/** Why a definition is refused; the pointer names the field. */
export interface DefinitionFault {
  readonly pointer: string;
  readonly code: 'MEASURE_UNKNOWN' | 'VALUE_UNKNOWN' | 'VALUE_OUT_OF_RANGE' | 'VALUE_TYPE' | 'NO_STREAMS';
}

type Fault = DefinitionFault | null;

/** Lists every fault of a definition; none means it may come into force. */
export function validateDefinition(definition: MeasureDefinition): readonly DefinitionFault[] {
  const faults: readonly Fault[] = [
    FORMED_MEASURES.includes(definition.measure) ? null : { pointer: '/measure', code: 'MEASURE_UNKNOWN' },
    oneOf('/input', definition.input, ['auto', 'streams', 'readings']),
    oneOf('/judge', definition.judge, JUDGES),
    isWithoutStreams(definition) ? { pointer: '/input', code: 'NO_STREAMS' } : null,
    ...numberFaults(definition),
    ...textFaults(definition),
  ];
  return faults.filter((fault) => fault !== null);
}

const JUDGES: readonly Judge[] = ['window', 'hour', 'day', 'month', 'year'];

function isWithoutStreams({ measure, input }: MeasureDefinition): boolean {
  return input === 'streams' && measureKindOf(measure) === 'reading';
}

function numberFaults(definition: MeasureDefinition): readonly Fault[] {
  const { dwell } = definition;
  return [
    whole('/periods', definition.periods, 1, 10_000),
    whole('/windowSeconds', definition.windowSeconds, 60, YEAR_SECONDS),
    orNull(definition.freshSeconds, (value) => whole('/freshSeconds', value, 1, 10 * YEAR_SECONDS)),
    orNull(definition.onlineWithinSeconds, (value) => whole('/onlineWithinSeconds', value, 1, YEAR_SECONDS)),
    inRange('/onlineNominalPeriods', definition.onlineNominalPeriods, 0, 10_000),
    whole('/onlineMinSeconds', definition.onlineMinSeconds, 1, YEAR_SECONDS),
    orNull(definition.seenWithinSeconds, (value) => whole('/seenWithinSeconds', value, 1, 10 * YEAR_SECONDS)),
    whole('/slotSeconds', definition.slotSeconds, 60, DAY_SECONDS),
    orNull(definition.requiredFields, (value) => whole('/requiredFields', value, 1, 1_000_000)),
    whole('/dwell/downSeconds', dwell.downSeconds, 0, YEAR_SECONDS),
    whole('/dwell/upSeconds', dwell.upSeconds, 0, YEAR_SECONDS),
    whole('/dwell/staleSeconds', dwell.staleSeconds, 0, YEAR_SECONDS),
  ];
}

function textFaults(definition: MeasureDefinition): readonly Fault[] {
  const flags = definition.validFlags;
  const isFlagList = flags.length >= 1 && flags.length <= 20 && flags.every((flag) => /^\S{1,8}$/.test(flag));
  return [
    shareFault('/slotShare', definition.slotShare),
    definition.completeness === 'any' ? null : shareFault('/completeness', definition.completeness),
    isFlagList ? null : { pointer: '/validFlags', code: 'VALUE_OUT_OF_RANGE' },
  ];
}

function oneOf(pointer: string, value: string, allowed: readonly string[]): Fault {
  return allowed.includes(value) ? null : { pointer, code: 'VALUE_UNKNOWN' };
}

function orNull<Value>(value: Value | null, judge: (value: Value) => Fault): Fault {
  return value === null ? null : judge(value);
}

function whole(pointer: string, value: number, least: number, most: number): Fault {
  if (!Number.isSafeInteger(value)) return { pointer, code: 'VALUE_TYPE' };
  return value >= least && value <= most ? null : { pointer, code: 'VALUE_OUT_OF_RANGE' };
}

function inRange(pointer: string, value: number, above: number, most: number): Fault {
  return value > above && value <= most ? null : { pointer, code: 'VALUE_OUT_OF_RANGE' };
}

function shareFault(pointer: string, text: string): Fault {
  const reading = parseDecimal(text);
  if (reading.kind === 'refused') return { pointer, code: 'VALUE_TYPE' };
  return isShare(reading.value) ? null : { pointer, code: 'VALUE_OUT_OF_RANGE' };
}

function isShare(value: Decimal): boolean {
  return compareDecimals(value, ZERO) > 0 && compareDecimals(value, ONE) <= 0;
}
