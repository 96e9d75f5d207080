import { measureKindOf, type MeasureKind } from '@parkpulse/domain';
import type { MeasureDefinitionAnswer } from '../api/types.js';

/** A field of a definition as a form edits it. */
export type FieldKey =
  | Exclude<keyof MeasureDefinitionAnswer, 'measure' | 'version' | 'effectiveFrom' | 'dwell'>
  | 'dwell.downSeconds'
  | 'dwell.upSeconds'
  | 'dwell.staleSeconds';

export type FieldType =
  'seconds' | 'optionalSeconds' | 'number' | 'optionalNumber' | 'text' | 'flags' | 'input' | 'judge';

export interface DefinitionField {
  readonly key: FieldKey;
  readonly type: FieldType;
}

const OF_KIND: Readonly<Record<MeasureKind, readonly DefinitionField[]>> = {
  online_time: [
    { key: 'onlineWithinSeconds', type: 'optionalSeconds' },
    { key: 'onlineNominalPeriods', type: 'number' },
    { key: 'onlineMinSeconds', type: 'seconds' },
  ],
  online_slots: [
    { key: 'slotSeconds', type: 'seconds' },
    { key: 'slotShare', type: 'text' },
  ],
  members: [{ key: 'seenWithinSeconds', type: 'optionalSeconds' }],
  transmission: [{ key: 'validFlags', type: 'flags' }],
  coverage: [{ key: 'completeness', type: 'text' }],
  upload: [],
  fields: [{ key: 'requiredFields', type: 'optionalNumber' }],
  register: [],
  reading: [],
};

const JUDGING: readonly DefinitionField[] = [
  { key: 'input', type: 'input' },
  { key: 'judge', type: 'judge' },
  { key: 'periods', type: 'number' },
  { key: 'windowSeconds', type: 'seconds' },
  { key: 'freshSeconds', type: 'optionalSeconds' },
];

const DWELL: readonly DefinitionField[] = [
  { key: 'dwell.downSeconds', type: 'seconds' },
  { key: 'dwell.upSeconds', type: 'seconds' },
  { key: 'dwell.staleSeconds', type: 'seconds' },
];

/** The fields that matter for a measure, in the order a reader asks for them. */
export function fieldsOf(measure: string): readonly DefinitionField[] {
  return [...JUDGING, ...OF_KIND[measureKindOf(measure)], ...DWELL];
}

/** Reads a field of a definition. */
export function fieldValue(definition: MeasureDefinitionAnswer, key: FieldKey): string {
  const value = key.startsWith('dwell.')
    ? definition.dwell[key.slice('dwell.'.length) as keyof MeasureDefinitionAnswer['dwell']]
    : definition[key as keyof MeasureDefinitionAnswer];
  if (value === null) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** Writes edited texts back into a whole definition for `PUT`; the server judges them. */
export function toDefinition(
  definition: MeasureDefinitionAnswer,
  texts: ReadonlyMap<FieldKey, string>,
  effectiveFrom: string | null,
): Partial<MeasureDefinitionAnswer> {
  const { measure: _measure, version: _version, effectiveFrom: _from, ...kept } = definition;
  const next: Record<string, unknown> = {
    ...kept,
    dwell: { ...kept.dwell },
    ...(effectiveFrom && { effectiveFrom }),
  };
  for (const { key, type } of fieldsOf(definition.measure)) {
    const text = texts.get(key);
    if (text === undefined) continue;
    const value = read(text.trim(), type);
    if (key.startsWith('dwell.'))
      (next['dwell'] as Record<string, unknown>)[key.slice('dwell.'.length)] = value;
    else next[key] = value;
  }
  return next as Partial<MeasureDefinitionAnswer>;
}

function read(text: string, type: FieldType): unknown {
  switch (type) {
    case 'seconds':
    case 'number':
      return Number(text);
    case 'optionalSeconds':
    case 'optionalNumber':
      return text === '' ? null : Number(text);
    case 'flags':
      return text.split(/[\s,]+/).filter((flag) => flag !== '');
    case 'text':
    case 'input':
    case 'judge':
      return text;
  }
}
