import {
  type Instant,
  type Origin,
  type ReadingFact,
  ZERO,
  compareDecimals,
  decimal,
} from '@parkpulse/domain';
import { type ExactNumber } from '../json/exactNumber.js';
import type { JsonValue } from '../json/jsonReader.js';
import type { MeasureCatalogue, MeasureTraits } from './decodedEvent.js';
import { type DecimalField, type FieldReader, MAX_COUNT, MAX_ID_LENGTH, isValidId } from './fieldReader.js';
import {
  idFault,
  missingFault,
  rangeFault,
  ratioFault,
  scopeFault,
  typeFault,
  unitFault,
  unknownMeasureFault,
} from './faults.js';

/** What every item of an event gets from the event. */
export interface ItemContext {
  readonly time: Instant;
  readonly origin: Origin;
  readonly catalogue: MeasureCatalogue;
}

const ANY_TRAITS: MeasureTraits = { unit: 'ratio', scope: 'park', mayExceedOne: true };
const MAX_LEVEL = 5;
const MAX_DAYS = 100_000;

/** Reads one item of `readings`; faults go to the reader's log. */
export function readReading(item: FieldReader, context: ItemContext): ReadingFact {
  const { measure, traits } = readMeasure(item, context.catalogue);
  const amount =
    traits.unit === 'ratio' ? readRatio(item, measure, traits) : readAmount(item, measure, traits);
  return {
    kind: 'reading',
    measure,
    enterprise: readEnterprise(item, measure, traits),
    at: item.optionalTime('time', context.time),
    ...amount,
    missing: readMissing(item),
    origin: context.origin,
  };
}

type Amount = Pick<ReadingFact, 'numerator' | 'denominator' | 'opaque'>;

function readMeasure(
  item: FieldReader,
  catalogue: MeasureCatalogue,
): { measure: string; traits: MeasureTraits } {
  const pointer = item.pointerTo('measure');
  const measure = item.name('measure');
  const traits = catalogue.get(measure);
  if (traits === undefined) item.report(unknownMeasureFault(pointer, measure.slice(0, 100)));
  const unit = item.peek('unit');
  if (traits !== undefined && unit !== null && unit !== traits.unit) {
    item.report(unitFault(item.pointerTo('unit'), measure, traits.unit));
  }
  return { measure, traits: traits ?? ANY_TRAITS };
}

function readEnterprise(item: FieldReader, measure: string, traits: MeasureTraits): string | null {
  if (traits.scope === 'factory') return item.id('enterprise');
  if (item.has('enterprise')) item.report(scopeFault(item.pointerTo('enterprise'), measure));
  return null;
}

function readRatio(item: FieldReader, measure: string, traits: MeasureTraits): Amount {
  const isSplit = item.has('numerator') || item.has('denominator');
  if (!isSplit && item.isGiven('value')) return readOpaque(item, measure, traits);
  if (isSplit && item.has('value')) {
    item.report(
      ratioFault(
        item.pointer,
        '不能同时给出 value 与分子、分母',
        'give either value or numerator and denominator',
      ),
    );
  }
  const numerator = item.decimal('numerator');
  const denominator = item.decimal('denominator');
  checkNumerator(item, measure, numerator);
  checkQuotient(item, traits, numerator, denominator);
  return { numerator: numerator.text, denominator: denominator.text, opaque: false };
}

function readOpaque(item: FieldReader, measure: string, traits: MeasureTraits): Amount {
  const value = item.decimal('value');
  const most = traits.mayExceedOne ? MAX_COUNT : 1;
  if (isOutside(value, most)) item.report(rangeFault(item.pointerTo('value'), measure, `0..${most}`));
  return { numerator: value.text, denominator: '1', opaque: true };
}

function checkNumerator(item: FieldReader, measure: string, numerator: DecimalField): void {
  if (isOutside(numerator, MAX_COUNT)) {
    item.report(rangeFault(item.pointerTo('numerator'), measure, `0..${MAX_COUNT}`));
  }
}

function checkQuotient(
  item: FieldReader,
  traits: MeasureTraits,
  numerator: DecimalField,
  denominator: DecimalField,
): void {
  if (isOutside(denominator, MAX_COUNT)) {
    item.report(
      ratioFault(
        item.pointerTo('denominator'),
        `分母须在 0..${MAX_COUNT}`,
        `the denominator must be 0..${MAX_COUNT}`,
      ),
    );
  } else if (compare(denominator, 0) === 0) {
    if (compare(numerator, 0) !== 0) {
      item.report(
        ratioFault(item.pointer, '分母为 0 时分子也必须为 0', 'over a denominator of 0 only 0 can stand'),
      );
    }
  } else if (!traits.mayExceedOne && compare(numerator, denominator.value) > 0) {
    item.report(ratioFault(item.pointer, '分子大于分母', 'the numerator is greater than the denominator'));
  }
}

/** The greatest bare value of each unit; for a ratio unless it may exceed one. */
export const MAX_AMOUNT = { ratio: 1, count: MAX_COUNT, days: MAX_DAYS, level: MAX_LEVEL } as const;

function readAmount(item: FieldReader, measure: string, { unit }: MeasureTraits): Amount {
  const value = item.decimal('value');
  const most = MAX_AMOUNT[unit];
  const isWhole = unit === 'days' || (typeof value.value === 'number' && Number.isInteger(value.value));
  if (isOutside(value, most) || !isWhole) {
    const kind = unit === 'days' ? '' : ' (whole numbers)';
    item.report(rangeFault(item.pointerTo('value'), measure, `0..${most}${kind}`));
  }
  return { numerator: value.text, denominator: null, opaque: false };
}

function isOutside(field: DecimalField, most: number): boolean {
  return compare(field, 0) < 0 || compare(field, most) > 0;
}

/** Compares exactly; doubles of at most 15 digits compare as their decimals do. */
function compare(field: DecimalField, other: number | ExactNumber): number {
  if (typeof field.value === 'number' && typeof other === 'number') return field.value - other;
  const right = typeof other === 'number' ? String(other) : other.text;
  return compareDecimals(decimal(field.text), right === '0' ? ZERO : decimal(right));
}

function readMissing(item: FieldReader): readonly string[] {
  const missing = item.peek('missing');
  if (missing === null) return NONE;
  const pointer = item.pointerTo('missing');
  if (!Array.isArray(missing)) {
    item.report(typeFault(pointer, '数组', 'a list'));
    return NONE;
  }
  const members = missing as readonly JsonValue[];
  const wrong = members.findIndex((member) => typeof member !== 'string' || !isValidId(member));
  if (wrong >= 0)
    item.report(
      members[wrong] === null
        ? missingFault(`${pointer}/${wrong}`)
        : idFault(`${pointer}/${wrong}`, MAX_ID_LENGTH),
    );
  return members as readonly string[];
}

const NONE: readonly string[] = [];
