import type { Instant } from '@parkpulse/domain';
import type { Bilingual } from '../bilingual.js';
import type { EventCode } from '../codes.js';
import { toTimeText } from '../time/rfc3339.js';

/** Why an event is refused: the code, where, and a sentence in both languages. */
export interface Fault {
  readonly code: EventCode;
  readonly pointer: string | null;
  readonly detail: Bilingual;
}

/** Keeps the first fault met; readers go on with placeholder values until the event is given up. */
export class FaultLog {
  first: Fault | null = null;

  report(fault: Fault): void {
    this.first ??= fault;
  }
}

const fault = (code: EventCode, pointer: string | null, zh: string, en: string): Fault => ({
  code,
  pointer,
  detail: { zh, en },
});

export const missingFault = (pointer: string): Fault =>
  fault('VALUE_MISSING', pointer, `缺少 ${pointer}`, `${pointer} is missing`);

export const typeFault = (pointer: string, zh: string, en: string): Fault =>
  fault(
    'VALUE_TYPE',
    pointer,
    `${pointer} 应为${zh}，不作转换`,
    `${pointer} must be ${en}; nothing is converted`,
  );

export const notFiniteFault = (pointer: string): Fault =>
  fault(
    'VALUE_NOT_FINITE',
    pointer,
    `${pointer} 超出双精度浮点数的范围`,
    `${pointer} is beyond what a double can hold`,
  );

/** `range` is plain text such as `0..1`; `of` names what has that range. */
export const rangeFault = (pointer: string, of: string, range: string): Fault =>
  fault(
    'VALUE_OUT_OF_RANGE',
    pointer,
    `${pointer} 超出 ${of} 的允许范围 ${range}`,
    `${pointer} is outside the range of ${of}: ${range}`,
  );

export const choiceFault = (pointer: string, choices: readonly string[]): Fault =>
  fault(
    'VALUE_OUT_OF_RANGE',
    pointer,
    `${pointer} 必须是以下之一：${choices.join('、')}`,
    `${pointer} must be one of: ${choices.join(', ')}`,
  );

export const ratioFault = (pointer: string, zh: string, en: string): Fault =>
  fault('RATIO_INVALID', pointer, `${pointer}：${zh}`, `${pointer}: ${en}`);

export const idFault = (pointer: string, maxLength: number): Fault =>
  fault(
    'ID_INVALID',
    pointer,
    `${pointer} 必须是 1 至 ${maxLength} 个字符的文本，不含控制字符、零宽字符和首尾空格`,
    `${pointer} must be text of 1 to ${maxLength} characters without control or zero-width characters or outer spaces`,
  );

export const keyFault = (pointer: string, keyEntry: string): Fault =>
  fault(
    'ID_INVALID',
    pointer,
    `消息键指向 ${keyEntry.slice(0, 100)}，与内容中的 kind 和 id 不一致`,
    `The message key names ${keyEntry.slice(0, 100)}, which is not the kind and id of the entry`,
  );

export const textFault = (pointer: string, maxLength: number): Fault =>
  fault(
    'BAD_STRING',
    pointer,
    `${pointer} 必须是不换行的文本，最多 ${maxLength} 个字符`,
    `${pointer} must be one line of at most ${maxLength} characters`,
  );

export const tooManyFault = (pointer: string, most: number): Fault =>
  fault('TOO_MANY', pointer, `${pointer} 的条目超过 ${most} 个`, `${pointer} has more than ${most} items`);

export const unsupportedFault = (pointer: string, zh: string, en: string): Fault =>
  fault('SCHEMA_UNSUPPORTED', pointer, zh, en);

export const parkFault = (subject: string, keyPark: string): Fault =>
  fault(
    'PARK_MISMATCH',
    '/subject',
    `subject 为 ${subject}，而消息键或令牌属于园区 ${keyPark}`,
    `The subject is ${subject}, but the message key or token belongs to park ${keyPark}`,
  );

export const unknownMeasureFault = (pointer: string, measure: string): Fault =>
  fault('UNKNOWN_MEASURE', pointer, `没有名为 ${measure} 的量`, `There is no measure ${measure}`);

export const unitFault = (pointer: string, measure: string, unit: string): Fault =>
  fault('UNIT_MISMATCH', pointer, `${measure} 的单位是 ${unit}`, `The unit of ${measure} is ${unit}`);

export const scopeFault = (pointer: string, measure: string): Fault =>
  fault(
    'SCOPE_MISMATCH',
    pointer,
    `${measure} 按园区统计，不能指定企业`,
    `${measure} is counted for the park, so it takes no enterprise`,
  );

const TIME_SENTENCES = {
  TS_INVALID: ['不是有效的 RFC 3339 时间', 'is not a valid RFC 3339 time'],
  TS_NO_OFFSET: ['缺少时区偏移（如 +08:00 或 Z）', 'has no UTC offset such as +08:00 or Z'],
  TS_UNIT: [
    '必须是 RFC 3339 文本，不能是秒或毫秒数',
    'must be RFC 3339 text, not a number of seconds or milliseconds',
  ],
  TS_MISSING: ['缺失', 'is missing'],
} as const;

export const timeFault = (code: keyof typeof TIME_SENTENCES, pointer: string): Fault =>
  fault(code, pointer, `${pointer} ${TIME_SENTENCES[code][0]}`, `${pointer} ${TIME_SENTENCES[code][1]}`);

export const timeOrderFault = (pointer: string): Fault =>
  fault('TS_INVALID', pointer, `${pointer} 必须晚于起始时间`, `${pointer} must be after the beginning`);

export const periodFault = (pointer: string): Fault =>
  fault(
    'TS_INVALID',
    pointer,
    `${pointer} 必须是日（2026-11-22）、月（2026-11）或年（2026）`,
    `${pointer} must be a day (2026-11-22), a month (2026-11) or a year (2026)`,
  );

export const tooOldFault = (pointer: string, earliest: Instant): Fault =>
  fault(
    'TS_TOO_OLD',
    pointer,
    `${pointer} 早于 ${toTimeText(earliest)}`,
    `${pointer} is before ${toTimeText(earliest)}`,
  );

export const futureFault = (pointer: string, latest: Instant): Fault =>
  fault(
    'TS_FUTURE',
    pointer,
    `${pointer} 晚于 ${toTimeText(latest)}`,
    `${pointer} is after ${toTimeText(latest)}`,
  );

export const headersFault = (count: number, most: number): Fault =>
  fault(
    'HEADERS_TOO_MANY',
    null,
    `消息头有 ${count} 个，上限为 ${most} 个`,
    `There are ${count} headers; at most ${most} are allowed`,
  );
