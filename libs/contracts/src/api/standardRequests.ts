import * as z from 'zod';
import {
  type ClauseId,
  HGT_6313_2024,
  INDICATOR_IDS,
  type IndicatorId,
  type Level,
  type MeasureKey,
  clausesUpTo,
  isIndicatorId,
  isLevel,
  isMeasureKey,
} from '@parkpulse/domain';
import { ExactNumber, numberText } from '../json/exactNumber.js';
import { reportFault } from './parseRequest.js';

/** A measure as `POST /standard/infer` gives it: exact decimal texts; the denominator is null for a bare value. */
export interface GivenMeasure {
  readonly numerator: string;
  readonly denominator: string | null;
  readonly stale: boolean;
}

export interface InferRequest {
  readonly measures: ReadonlyMap<MeasureKey, GivenMeasure>;
  /** Levels up to which every capability clause of an indicator is attested as met. */
  readonly upTo: ReadonlyMap<IndicatorId, Level>;
  /** Clauses that are named by themselves; they override. */
  readonly overrides: ReadonlyMap<ClauseId, 'met' | 'unmet'>;
}

type Members = Readonly<Record<string, unknown>>;

const MAX_MEASURES = 200;
const MAX_CAPABILITIES = 1000;
const capabilityClauses: ReadonlySet<string> = new Set(
  HGT_6313_2024.indicators
    .flatMap((indicator) => clausesUpTo(indicator))
    .filter(({ kind }) => kind === 'capability')
    .map(({ id }) => id),
);

const number = { type: 'number' };
const measureSchema = {
  anyOf: [
    number,
    {
      type: 'object',
      properties: { value: number, numerator: number, denominator: number, stale: { type: 'boolean' } },
      additionalProperties: false,
    },
  ],
};

const measures = z
  .unknown()
  .transform((input, context): ReadonlyMap<MeasureKey, GivenMeasure> => {
    const given = new Map<MeasureKey, GivenMeasure>();
    for (const [key, value] of membersOf(input, MAX_MEASURES, context)) {
      const measure = readMeasure(value, key, context);
      if (!isMeasureKey(key)) {
        reportFault(context, 'UNKNOWN_MEASURE', { zh: `没有量 ${key.slice(0, 80)}`, en: `there is no measure ${key.slice(0, 80)}` }, [key]);
      } else if (measure !== null) given.set(key, measure);
    }
    return given;
  })
  .meta({ type: 'object', additionalProperties: measureSchema });

const capabilities = z
  .unknown()
  .transform((input, context): Pick<InferRequest, 'upTo' | 'overrides'> => {
    const upTo = new Map<IndicatorId, Level>();
    const overrides = new Map<ClauseId, 'met' | 'unmet'>();
    for (const [key, value] of membersOf(input, MAX_CAPABILITIES, context)) {
      if (isIndicatorId(key)) {
        if (typeof value === 'string' && isLevel(value)) upTo.set(key, value);
        else reportFault(context, 'UNKNOWN_LEVEL', { zh: '须为 S1 至 S5', en: 'must be S1 to S5' }, [key]);
      } else if (!capabilityClauses.has(key)) reportUnknownKey(key, context);
      else if (value === 'met' || value === 'unmet') overrides.set(key as ClauseId, value);
      else reportFault(context, 'FIELD_INVALID', { zh: '须为 met 或 unmet', en: 'must be met or unmet' }, [key]);
    }
    return { upTo, overrides };
  })
  .meta({ type: 'object', additionalProperties: { enum: ['S1', 'S2', 'S3', 'S4', 'S5', 'met', 'unmet'] } });

/** The body of `POST /standard/infer`; numbers keep every digit when the body was read by `readJson`. */
export const inferRequest = z
  .strictObject({ measures: measures.exactOptional(), capabilities: capabilities.exactOptional() })
  .transform(({ measures: given, capabilities: attested }): InferRequest => ({
    measures: given ?? new Map<MeasureKey, GivenMeasure>(),
    upTo: attested?.upTo ?? new Map<IndicatorId, Level>(),
    overrides: attested?.overrides ?? new Map<ClauseId, 'met' | 'unmet'>(),
  }));

const levelSchema = { enum: ['S1', 'S2', 'S3', 'S4', 'S5'] };

/** The body of `POST /standard/score`: one level for each of the 46 indicators. */
export const scoreRequest = z.strictObject({
  levels: z
    .unknown()
    .transform((input, context): Readonly<Record<IndicatorId, Level>> => {
      const levels: Record<string, Level> = {};
      for (const [key, value] of membersOf(input, MAX_CAPABILITIES, context)) {
        if (!isIndicatorId(key)) reportUnknownKey(key, context);
        else if (typeof value === 'string' && isLevel(value)) levels[key] = value;
        else reportFault(context, 'UNKNOWN_LEVEL', { zh: '须为 S1 至 S5', en: 'must be S1 to S5' }, [key]);
      }
      for (const id of INDICATOR_IDS) {
        if (isObject(input) && !Object.hasOwn(input, id)) {
          reportFault(context, 'FIELD_MISSING', { zh: `缺少指标 ${id} 的等级`, en: `the level of ${id} is missing` }, [id]);
        }
      }
      return levels;
    })
    .meta({
      type: 'object',
      properties: Object.fromEntries(INDICATOR_IDS.map((id) => [id, levelSchema])),
      required: [...INDICATOR_IDS],
      additionalProperties: false,
    }),
});

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

function membersOf(input: unknown, most: number, context: z.core.$RefinementCtx): readonly (readonly [string, unknown])[] {
  if (!isObject(input)) {
    const code = input === undefined ? 'FIELD_MISSING' : 'FIELD_TYPE';
    reportFault(context, code, { zh: '应为对象', en: 'must be an object' });
    return [];
  }
  const members = Object.entries(input);
  if (members.length <= most) return members;
  reportFault(context, 'TOO_MANY', { zh: `最多 ${most} 个`, en: `at most ${most} are allowed` });
  return [];
}

function reportUnknownKey(key: string, context: z.core.$RefinementCtx): void {
  const shown = key.slice(0, 80);
  if (key.includes('.')) {
    reportFault(context, 'UNKNOWN_CLAUSE', { zh: `没有能力条款 ${shown}`, en: `there is no capability clause ${shown}` }, [key]);
  } else {
    reportFault(context, 'UNKNOWN_INDICATOR', { zh: `没有指标 ${shown}`, en: `there is no indicator ${shown}` }, [key]);
  }
}

const MEASURE_FIELDS: ReadonlySet<string> = new Set(['value', 'numerator', 'denominator', 'stale']);

/** Reads a number, `{value}` or `{numerator, denominator}`; null when a fault was reported. */
function readMeasure(input: unknown, key: string, context: z.core.$RefinementCtx): GivenMeasure | null {
  if (!isObject(input)) {
    const numerator = readNumber(input, [key], context);
    return numerator === null ? null : { numerator, denominator: null, stale: false };
  }
  const unknown = Object.keys(input).find((field) => !MEASURE_FIELDS.has(field));
  if (unknown !== undefined) {
    reportFault(context, 'UNKNOWN_FIELD', { zh: `未知字段 ${unknown.slice(0, 80)}`, en: `unknown field ${unknown.slice(0, 80)}` }, [key, unknown]);
    return null;
  }
  const { stale = false } = input as { stale?: unknown };
  if (typeof stale !== 'boolean') {
    reportFault(context, 'FIELD_TYPE', { zh: '应为布尔值', en: 'must be true or false' }, [key, 'stale']);
    return null;
  }
  const amount = readAmount(input, key, context);
  return amount === null ? null : { ...amount, stale };
}

function readAmount(input: Members, key: string, context: z.core.$RefinementCtx): Omit<GivenMeasure, 'stale'> | null {
  const isSplit = 'numerator' in input || 'denominator' in input;
  if (isSplit && 'value' in input) {
    reportFault(
      context,
      'FIELD_INVALID',
      { zh: 'value 与分子、分母只能给出一种', en: 'give either value or numerator and denominator' },
      [key, 'value'],
    );
    return null;
  }
  const numerator = readNumber(input[isSplit ? 'numerator' : 'value'], [key, isSplit ? 'numerator' : 'value'], context);
  const denominator = isSplit ? readNumber(input['denominator'], [key, 'denominator'], context) : null;
  return numerator === null || (isSplit && denominator === null) ? null : { numerator, denominator };
}

/** Reads one number as exact text; out of a measure's range is no fault here but `unknown` later (ruling A11). */
function readNumber(value: unknown, path: readonly string[], context: z.core.$RefinementCtx): string | null {
  if (value === undefined) {
    reportFault(context, 'FIELD_MISSING', { zh: '缺少数值', en: 'the number is missing' }, path);
    return null;
  }
  if (typeof value !== 'number' && !(value instanceof ExactNumber)) {
    reportFault(context, 'FIELD_TYPE', { zh: '应为 JSON 数值，不作转换', en: 'must be a JSON number; nothing is converted' }, path);
    return null;
  }
  const isFinite = typeof value === 'number' ? Number.isFinite(value) : value.isFinite;
  const text = isFinite ? numberText(value) : null;
  if (text === null) reportFault(context, 'VALUE_NOT_FINITE', { zh: '数值过大', en: 'the number is too large' }, path);
  return text;
}
