import type * as z from 'zod';
import { ExactNumber, numberText } from '../json/exactNumber.js';
import { reportFault } from './parseRequest.js';

/** A measure as `POST /standard/infer` gives it: exact decimal texts; the denominator is null for a bare value. */
export interface GivenMeasure {
  readonly numerator: string;
  readonly denominator: string | null;
  readonly stale: boolean;
}

type Members = Readonly<Record<string, unknown>>;

const number = { type: 'number' };
/** The JSON schema of one given measure, for the published description. */
export const MEASURE_SCHEMA = {
  anyOf: [
    number,
    {
      type: 'object',
      properties: { value: number, numerator: number, denominator: number, stale: { type: 'boolean' } },
      additionalProperties: false,
    },
  ],
};

/** Tells whether a value is an object with members, not a list and not a number kept as text. */
export function isMembers(value: unknown): value is Members {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

const MEASURE_FIELDS: ReadonlySet<string> = new Set(['value', 'numerator', 'denominator', 'stale']);

/** Reads a number, `{value}` or `{numerator, denominator}`; null when a fault was reported. */
export function readMeasure(
  input: unknown,
  key: string,
  context: z.core.$RefinementCtx,
): GivenMeasure | null {
  if (!isMembers(input)) {
    const numerator = readNumber(input, [key], context);
    return numerator === null ? null : { numerator, denominator: null, stale: false };
  }
  const unknown = Object.keys(input).find((field) => !MEASURE_FIELDS.has(field));
  if (unknown !== undefined) {
    reportFault(
      context,
      'UNKNOWN_FIELD',
      { zh: `未知字段 ${unknown.slice(0, 80)}`, en: `unknown field ${unknown.slice(0, 80)}` },
      [key, unknown],
    );
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

function readAmount(
  input: Members,
  key: string,
  context: z.core.$RefinementCtx,
): Omit<GivenMeasure, 'stale'> | null {
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
  const numerator = readNumber(
    input[isSplit ? 'numerator' : 'value'],
    [key, isSplit ? 'numerator' : 'value'],
    context,
  );
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
    reportFault(
      context,
      'FIELD_TYPE',
      { zh: '应为 JSON 数值，不作转换', en: 'must be a JSON number; nothing is converted' },
      path,
    );
    return null;
  }
  const isFinite = typeof value === 'number' ? Number.isFinite(value) : value.isFinite;
  const text = isFinite ? numberText(value) : null;
  if (text === null)
    reportFault(context, 'VALUE_NOT_FINITE', { zh: '数值过大', en: 'the number is too large' }, path);
  return text;
}
