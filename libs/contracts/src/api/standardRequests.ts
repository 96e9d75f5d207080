import * as z from 'zod';
import {
  type ClauseId,
  INDICATOR_IDS,
  type IndicatorId,
  type Level,
  type MeasureKey,
  isIndicatorId,
  isLevel,
  isMeasureKey,
} from '@parkpulse/domain';
import { isCapabilityClause } from './capabilityClauses.js';
import { type GivenMeasure, MEASURE_SCHEMA, isMembers, readMeasure } from './givenMeasure.js';
import { reportFault } from './parseRequest.js';

export interface InferRequest {
  readonly measures: ReadonlyMap<MeasureKey, GivenMeasure>;
  /** Levels up to which every capability clause of an indicator is attested as met. */
  readonly upTo: ReadonlyMap<IndicatorId, Level>;
  /** Clauses that are named by themselves; they override. */
  readonly overrides: ReadonlyMap<ClauseId, 'met' | 'unmet'>;
}

const MAX_MEASURES = 200;
const MAX_CAPABILITIES = 1000;
const measures = z
  .unknown()
  .transform((input, context): ReadonlyMap<MeasureKey, GivenMeasure> => {
    const given = new Map<MeasureKey, GivenMeasure>();
    for (const [key, value] of membersOf(input, MAX_MEASURES, context)) {
      const measure = readMeasure(value, key, context);
      if (!isMeasureKey(key)) {
        reportFault(
          context,
          'UNKNOWN_MEASURE',
          { zh: `没有量 ${key.slice(0, 80)}`, en: `there is no measure ${key.slice(0, 80)}` },
          [key],
        );
      } else if (measure !== null) given.set(key, measure);
    }
    return given;
  })
  .meta({ type: 'object', additionalProperties: MEASURE_SCHEMA });

const capabilities = z
  .unknown()
  .transform((input, context): Pick<InferRequest, 'upTo' | 'overrides'> => {
    const upTo = new Map<IndicatorId, Level>();
    const overrides = new Map<ClauseId, 'met' | 'unmet'>();
    for (const [key, value] of membersOf(input, MAX_CAPABILITIES, context)) {
      if (isIndicatorId(key)) {
        if (typeof value === 'string' && isLevel(value)) upTo.set(key, value);
        else reportFault(context, 'UNKNOWN_LEVEL', { zh: '须为 S1 至 S5', en: 'must be S1 to S5' }, [key]);
      } else if (!isCapabilityClause(key)) reportUnknownKey(key, context);
      else if (value === 'met' || value === 'unmet') overrides.set(key, value);
      else
        reportFault(context, 'FIELD_INVALID', { zh: '须为 met 或 unmet', en: 'must be met or unmet' }, [key]);
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
      const levels: Partial<Record<IndicatorId, Level>> = {};
      for (const [key, value] of membersOf(input, MAX_CAPABILITIES, context)) {
        if (!isIndicatorId(key)) reportUnknownKey(key, context);
        else if (typeof value === 'string' && isLevel(value)) levels[key] = value;
        else reportFault(context, 'UNKNOWN_LEVEL', { zh: '须为 S1 至 S5', en: 'must be S1 to S5' }, [key]);
      }
      for (const id of INDICATOR_IDS) {
        if (isMembers(input) && !Object.hasOwn(input, id)) {
          reportFault(
            context,
            'FIELD_MISSING',
            { zh: `缺少指标 ${id} 的等级`, en: `the level of ${id} is missing` },
            [id],
          );
        }
      }
      return levels as Readonly<Record<IndicatorId, Level>>;
    })
    .meta({
      type: 'object',
      properties: Object.fromEntries(INDICATOR_IDS.map((id) => [id, levelSchema])),
      required: [...INDICATOR_IDS],
      additionalProperties: false,
    }),
});

function membersOf(
  input: unknown,
  most: number,
  context: z.core.$RefinementCtx,
): readonly (readonly [string, unknown])[] {
  if (!isMembers(input)) {
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
    reportFault(
      context,
      'UNKNOWN_CLAUSE',
      { zh: `没有能力条款 ${shown}`, en: `there is no capability clause ${shown}` },
      [key],
    );
  } else {
    reportFault(
      context,
      'UNKNOWN_INDICATOR',
      { zh: `没有指标 ${shown}`, en: `there is no indicator ${shown}` },
      [key],
    );
  }
}
