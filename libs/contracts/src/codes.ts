import type { Bilingual } from './bilingual.js';

/** What a stable code means: a title in both languages, and the HTTP status it answers with where a request caused it. */
export interface CodeEntry extends Bilingual {
  readonly status: number;
}

const entry = (status: number, zh: string, en: string): CodeEntry => ({ status, zh, en });

/** Codes of refused events: what a dead letter or an item of `rejected` carries. They never change their meaning. */
export const EVENT_CODES = {
  EMPTY_VALUE: entry(400, '消息为空', 'The message is empty'),
  BAD_ENCODING: entry(400, '不是有效的 UTF-8 编码', 'The bytes are not valid UTF-8'),
  BAD_JSON: entry(400, 'JSON 格式错误', 'The JSON is malformed'),
  NOT_OBJECT: entry(400, '最外层必须是 JSON 对象', 'The top level must be a JSON object'),
  DUPLICATE_KEY: entry(400, '同一对象中出现重复的键', 'A key appears twice in one object'),
  PROTO_KEY: entry(400, '不允许使用该键名', 'This key name is not allowed'),
  TOO_DEEP: entry(400, '嵌套层数超过上限', 'The nesting is deeper than allowed'),
  TOO_MANY: entry(400, '条目数超过上限', 'There are more items than allowed'),
  TOO_LARGE: entry(413, '内容超过大小上限', 'The content is larger than allowed'),
  BAD_STRING: entry(400, '文本含有不允许的字符', 'The text holds characters that are not allowed'),
  ID_INVALID: entry(400, '标识无效', 'The identifier is not valid'),
  ID_CONFLICT: entry(
    409,
    '同一 id 与 source 的事件内容不同',
    'An event with this id and source but other content exists',
  ),
  HEADERS_TOO_MANY: entry(400, '消息头数量超过上限', 'The message has more headers than allowed'),
  SCHEMA_UNSUPPORTED: entry(400, '不支持的事件类型或版本', 'The event type or version is not supported'),
  PARK_MISMATCH: entry(
    400,
    'subject 与消息键或令牌的园区不一致',
    'The subject is not the park of the message key or token',
  ),
  UNKNOWN_PARK: entry(404, '园区不存在', 'There is no such park'),
  UNKNOWN_SOURCE: entry(400, '该园区未登记此数据来源', 'The park does not list this source'),
  SOURCE_FORBIDDEN: entry(400, '该数据来源属于其他园区', 'The source belongs to another park'),
  UNKNOWN_MEASURE: entry(400, '未知的量', 'There is no such measure'),
  UNIT_MISMATCH: entry(400, '单位与该量不符', 'The unit is not the unit of the measure'),
  SCOPE_MISMATCH: entry(400, '该量不按企业统计', 'The measure is not counted per enterprise'),
  VALUE_MISSING: entry(400, '缺少必需的值', 'A required value is missing'),
  VALUE_TYPE: entry(400, '值的类型错误', 'The value has the wrong type'),
  VALUE_NOT_FINITE: entry(400, '数值超出可表示的范围', 'The number is too large to be represented'),
  VALUE_OUT_OF_RANGE: entry(400, '数值超出允许范围', 'The value is out of range'),
  RATIO_INVALID: entry(400, '分子与分母不成立', 'The numerator and the denominator do not form a ratio'),
  TS_MISSING: entry(400, '缺少时间', 'The time is missing'),
  TS_INVALID: entry(400, '时间无效', 'The time is not valid'),
  TS_NO_OFFSET: entry(400, '时间缺少时区偏移', 'The time has no UTC offset'),
  TS_UNIT: entry(400, '时间必须是 RFC 3339 文本，不能是数字', 'The time must be RFC 3339 text, not a number'),
  TS_TOO_OLD: entry(400, '时间过早', 'The time is too long ago'),
  TS_FUTURE: entry(400, '时间在未来', 'The time lies in the future'),
} as const satisfies Readonly<Record<string, CodeEntry>>;

/** Codes of refused requests that no event shares. */
export const REQUEST_CODES = {
  BAD_REQUEST: entry(400, '请求无效', 'The request is not valid'),
  UNKNOWN_FIELD: entry(400, '未知字段', 'The field is unknown'),
  FIELD_MISSING: entry(400, '缺少必填字段', 'A required field is missing'),
  FIELD_TYPE: entry(400, '字段类型错误', 'The field has the wrong type'),
  FIELD_INVALID: entry(400, '字段值无效', 'The value of the field is not valid'),
  OUT_OF_RANGE: entry(400, '字段值超出允许范围', 'The value of the field is out of range'),
  DUPLICATE_PARAMETER: entry(400, '参数重复', 'A parameter is given twice'),
  UNKNOWN_INDICATOR: entry(400, '未知的指标', 'There is no such indicator'),
  UNKNOWN_CLAUSE: entry(400, '未知的条款', 'There is no such clause'),
  UNKNOWN_LEVEL: entry(400, '未知的等级', 'There is no such level'),
  UNKNOWN_TIME_ZONE: entry(400, '未知的时区', 'There is no such time zone'),
  RANGE_INVALID: entry(400, '起始时间晚于结束时间', 'The range ends before it begins'),
  RANGE_TOO_LARGE: entry(422, '时间范围超过上限', 'The range is larger than allowed'),
  BAD_CURSOR: entry(400, '分页游标无效', 'The cursor is not valid'),
  BAD_PATH: entry(400, '路径无效', 'The path is not valid'),
  ALL_REJECTED: entry(422, '所有事件均被拒绝', 'Every event was refused'),
  UNAUTHENTICATED: entry(401, '未登录或登录已失效', 'Not signed in, or the session has ended'),
  BAD_CREDENTIALS: entry(401, '用户名或密码错误', 'The user name or the password is wrong'),
  FORBIDDEN: entry(403, '没有权限', 'Not permitted'),
  CROSS_SITE: entry(403, '拒绝跨站请求', 'Cross-site requests are refused'),
  NOT_FOUND: entry(404, '未找到', 'Not found'),
  METHOD_NOT_ALLOWED: entry(405, '不允许使用该方法', 'The method is not allowed'),
  NOT_ACCEPTABLE: entry(406, '无法提供所要求的格式', 'The wanted format cannot be given'),
  REQUEST_TIMEOUT: entry(408, '请求超时', 'The request took too long'),
  PARK_EXISTS: entry(409, '园区标识已被使用', 'The park id is taken'),
  CONFLICT: entry(409, '与当前状态冲突', 'In conflict with the present state'),
  ALERT_RESOLVED: entry(409, '告警已恢复', 'The alert is already resolved'),
  IDEMPOTENCY_CONFLICT: entry(
    409,
    '同一幂等键对应的请求内容不同',
    'The idempotency key was used with another body',
  ),
  EVALUATION_LOCKED: entry(409, '评价已锁定', 'The evaluation is locked'),
  PRECONDITION_FAILED: entry(412, '内容已被他人修改', 'The content has been changed by someone else'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, '不支持的内容类型', 'The content type is not supported'),
  TYPE_MISMATCH: entry(415, '文件内容与类型不符', 'The file is not what its name says'),
  URL_NOT_ALLOWED: entry(422, '该地址不允许访问', 'The address is not allowed'),
  THRESHOLD_ORDER: entry(422, '阈值未随等级单调变化', 'The thresholds do not rise with the levels'),
  ARCHIVE_LIMIT: entry(422, '压缩包超过上限', 'The archive is larger than allowed'),
  PIXEL_LIMIT: entry(422, '图像尺寸超过上限', 'The image is larger than allowed'),
  FILE_INVALID: entry(422, '文件无法使用', 'The file cannot be used'),
  MALWARE: entry(422, '文件被查出恶意内容', 'The file holds malware'),
  CHANNEL_FAILED: entry(502, '通知渠道返回错误', 'The channel answered with an error'),
  RATE_LIMITED: entry(429, '请求过于频繁', 'Too many requests'),
  INTERNAL: entry(500, '内部错误', 'Internal error'),
  UNAVAILABLE: entry(503, '服务暂不可用', 'The service is not available at the moment'),
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type EventCode = keyof typeof EVENT_CODES;
export type Code = EventCode | keyof typeof REQUEST_CODES;

/** Every stable code with its titles and status. */
export const CODES: Readonly<Record<Code, CodeEntry>> = { ...EVENT_CODES, ...REQUEST_CODES };
