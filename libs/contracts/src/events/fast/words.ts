import { DEVICE_STATES } from '../devices.js';
import { EVENT_TYPES } from '../eventTypes.js';

/** The words the fast path knows by number; the numbers below are their places in `WORDS`. */
export const KEY_SPECVERSION = 0;
export const KEY_ID = 1;
export const KEY_SOURCE = 2;
export const KEY_TYPE = 3;
export const KEY_SUBJECT = 4;
export const KEY_TIME = 5;
export const KEY_CONTENT_TYPE = 6;
export const KEY_SEQUENCE = 7;
export const KEY_REPLAY = 8;
export const KEY_DATA = 9;
export const KEY_READINGS = 10;
export const KEY_DEVICES = 11;
export const KEY_MEASURE = 12;
export const KEY_NUMERATOR = 13;
export const KEY_DENOMINATOR = 14;
export const KEY_VALUE = 15;
export const KEY_UNIT = 16;
export const KEY_ENTERPRISE = 17;
export const KEY_MISSING = 18;
export const KEY_DEVICE = 19;
export const KEY_STATE = 20;
export const WORD_VERSION = 21;
export const WORD_JSON = 22;
export const WORD_READING_TYPE = 23;
export const WORD_STATUS_TYPE = 24;
export const WORD_FIRST_STATE = 25;
export const WORD_FIRST_MEASURE = WORD_FIRST_STATE + DEVICE_STATES.length;

const KEYS = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'sequence',
  'replay',
  'data',
  'readings',
  'devices',
  'measure',
  'numerator',
  'denominator',
  'value',
  'unit',
  'enterprise',
  'missing',
  'device',
  'state',
];

/** All words with fixed numbers: keys, a few values, device states, then the measures of the catalogue. */
export function fixedWords(measures: Iterable<string>): readonly string[] {
  const values = ['1.0', 'application/json', EVENT_TYPES.reading, EVENT_TYPES.deviceStatus];
  return [...KEYS, ...values, ...DEVICE_STATES, ...measures];
}
