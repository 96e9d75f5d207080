import * as z from 'zod';
import { type ClauseId, isIndicatorId } from '@parkpulse/domain';
import { holdsLineBreak, holdsRefusedCharacter } from '../json/characters.js';
import { parseInstant } from '../time/rfc3339.js';
import { isCapabilityClause } from './capabilityClauses.js';
import { reportFault } from './parseRequest.js';
import { indicatorId } from './primitives.js';

/** Fields of requests: strict, without any coercion, in units of the domain once read. */

const PARK_ID = /^[a-z0-9-]{1,64}$/;
const ID = /^[A-Za-z0-9._:~-]{1,128}$/;
const TIME_DETAILS = {
  TS_INVALID: { zh: '不是有效的 RFC 3339 时间', en: 'not a valid RFC 3339 time' },
  TS_NO_OFFSET: {
    zh: '时间缺少时区偏移（如 +08:00 或 Z）',
    en: 'the time has no UTC offset such as +08:00 or Z',
  },
  TS_UNIT: { zh: '时间必须是 RFC 3339 文本，不能是数字', en: 'the time must be RFC 3339 text, not a number' },
} as const;

/** Text of one line without control, zero-width or bidirectional characters. */
export const lineText = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .superRefine((text, context) => {
      if (holdsLineBreak(text) || holdsRefusedCharacter(text)) reportFault(context, 'BAD_STRING', BAD_LINE);
      else if (text.trim() === '') reportFault(context, 'FIELD_INVALID', BLANK);
    });

const BAD_LINE = {
  zh: '不能含有换行、控制字符、零宽字符或双向控制字符',
  en: 'must not hold line breaks, control, zero-width or bidirectional characters',
};
const BLANK = { zh: '不能为空白', en: 'must not be blank' };

/** Text of several lines, for notes and comments. */
export const noteText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .superRefine((text, context) => {
      if (holdsRefusedCharacter(text)) reportFault(context, 'BAD_STRING', BAD_NOTE);
    });

const BAD_NOTE = {
  zh: '不能含有控制字符、零宽字符或双向控制字符',
  en: 'must not hold control, zero-width or bidirectional characters',
};

const patternText = (pattern: RegExp, detail: { zh: string; en: string }) =>
  z
    .string()
    .superRefine((text, context) => {
      if (!pattern.test(text)) reportFault(context, 'ID_INVALID', detail);
    })
    .meta({ pattern: pattern.source });

export const parkId = patternText(PARK_ID, {
  zh: '园区标识须为 1 至 64 个小写字母、数字或连字符',
  en: 'a park id has 1 to 64 lower-case letters, digits or hyphens',
});

/** The id of something ParkPulse named itself: a token, channel, alert or dead letter. */
export const recordId = patternText(ID, { zh: '标识无效', en: 'not a valid id' });

/** The id of a device or an enterprise, as events carry it. */
export const memberId = lineText(256);

/** A day of the calendar, such as `2026-12-31`. */
export const day = z
  .string()
  .superRefine((text, context) => {
    if (!isDay(text)) {
      reportFault(context, 'FIELD_INVALID', {
        zh: '须为日期，如 2026-12-31',
        en: 'must be a date such as 2026-12-31',
      });
    }
  })
  .meta({ format: 'date' });

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  // A day that no month has (2026-02-30) would be read as one of the next month.
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

/** An RFC 3339 time with offset, read as an instant. */
export const instant = z
  .string()
  .transform((text, context) => {
    // A plus sign that was not escaped in a query arrives as a space.
    const reading = parseInstant(text.replace(/ (\d\d:\d\d)$/, '+$1'));
    if (reading.kind === 'instant') return reading.at;
    reportFault(context, reading.code, TIME_DETAILS[reading.code]);
    return z.NEVER;
  })
  .meta({ format: 'date-time' });

/** An IANA time zone that this system knows. */
export const timeZone = z
  .string()
  .max(64)
  .superRefine((zone, context) => {
    if (!isTimeZone(zone)) {
      reportFault(context, 'UNKNOWN_TIME_ZONE', {
        zh: `未知的时区 ${zone}`,
        en: `there is no time zone ${zone}`,
      });
    }
  });

function isTimeZone(zone: string): boolean {
  // Intl also takes offsets such as +08:00, which have no rules of their own and name no place.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A capability clause: a measure clause is decided by its measure and cannot be attested. */
export const capabilityClauseId = z.string().transform((text, context): ClauseId => {
  if (isCapabilityClause(text)) return text;
  const shown = text.slice(0, 50);
  reportFault(context, 'UNKNOWN_CLAUSE', {
    zh: `没有能力条款 ${shown}`,
    en: `there is no capability clause ${shown}`,
  });
  return z.NEVER;
});

/** An indicator's id; an unknown one has a code of its own. */
export const knownIndicator = z
  .string()
  .superRefine((text, context) => {
    if (!isIndicatorId(text)) {
      reportFault(context, 'UNKNOWN_INDICATOR', {
        zh: `没有指标 ${text.slice(0, 50)}`,
        en: `there is no indicator ${text.slice(0, 50)}`,
      });
    }
  })
  .pipe(indicatorId);

/** How many items of a list to answer, in a query: `1` to `1000`. */
export const limit = z
  .string()
  .transform((text, context) => {
    const count = Number(text);
    if (/^\d{1,4}$/.test(text) && count >= 1 && count <= 1000) return count;
    reportFault(context, 'OUT_OF_RANGE', {
      zh: 'limit 须为 1 至 1000 的整数',
      en: 'the limit must be a whole number from 1 to 1000',
    });
    return z.NEVER;
  })
  .meta({ description: '1 to 1000' });

export const cursor = z.string().superRefine((text, context) => {
  if (!/^[A-Za-z0-9_-]{1,512}$/.test(text)) {
    reportFault(context, 'BAD_CURSOR', { zh: '分页游标无效', en: 'the cursor is not valid' });
  }
});

/** A whole number in a query. */
export const queryNumber = z.string().transform((text, context) => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  reportFault(context, 'FIELD_TYPE', { zh: '须为整数', en: 'must be a whole number' });
  return z.NEVER;
});
