import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from './periods.js';
import { dayNumber, parseInstant, toTimeText } from './rfc3339.js';

const at = (text: string): number | string => {
  const reading = parseInstant(text);
  return reading.kind === 'instant' ? reading.at : reading.code;
};

describe('times', () => {
  it('any instant of four-digit years is read back as it is written', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(at(date.toISOString())).toBe(date.getTime());
          expect(at(toTimeText(date.getTime()))).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    ['2026-11-24T14:00:00+08:00', '2026-11-24T06:00:00Z'],
    ['2026-11-24T00:30:00-05:30', '2026-11-24T06:00:00Z'],
    ['2026-11-24t06:00:00z', '2026-11-24T06:00:00Z'],
    ['2026-11-24T06:00Z', '2026-11-24T06:00:00Z'],
    ['2026-11-24T06:00:00.1239999Z', '2026-11-24T06:00:00.123Z'],
    ['2024-02-29T00:00:00-00:00', '2024-02-29T00:00:00Z'],
  ])('%s is %s', (text, same) => {
    expect(at(text)).toBe(Date.parse(same));
  });

  it.each([
    ['2026-02-29T00:00:00Z', 'TS_INVALID'],
    ['1900-02-29T00:00:00Z', 'TS_INVALID'],
    ['2026-00-10T00:00:00Z', 'TS_INVALID'],
    ['2026-04-31T00:00:00Z', 'TS_INVALID'],
    ['2026-11-24T24:00:00Z', 'TS_INVALID'],
    ['2026-11-24T06:60:00Z', 'TS_INVALID'],
    ['2026-11-24T06:00:61Z', 'TS_INVALID'],
    ['2026-11-24T06:00:00+24:00', 'TS_INVALID'],
    ['2026-11-24T06:00:00+0800', 'TS_INVALID'],
    ['2026-11-24 06:00:00Z', 'TS_INVALID'],
    ['2026-11-24', 'TS_INVALID'],
    ['2026-11-24T06:00:00.Z', 'TS_INVALID'],
    ['+010000-01-01T00:00:00Z', 'TS_INVALID'],
    ['', 'TS_INVALID'],
    ['2026-11-24T06:00:00', 'TS_NO_OFFSET'],
    ['1795500000', 'TS_UNIT'],
    ['1795500000.5', 'TS_UNIT'],
  ])('%s is %s', (text, code) => {
    expect(at(text)).toBe(code);
  });

  it('a leap second ends a UTC day and is the next second', () => {
    expect(parseInstant('2016-12-31T23:59:60.9Z')).toEqual({
      kind: 'instant',
      at: Date.UTC(2017, 0, 1),
      isLeapSecond: true,
    });
    expect(at('2017-01-01T07:59:60+08:00')).toBe(Date.UTC(2017, 0, 1));
    expect(at('2017-01-01T07:58:60+08:00')).toBe('TS_INVALID');
  });

  it('days are counted as the calendar counts them', () => {
    expect(dayNumber(1970, 1, 1)).toBe(0);
    expect(dayNumber(2000, 3, 1)).toBe(Date.UTC(2000, 2, 1) / 86_400_000);
    expect(dayNumber(2100, 3, 1)).toBe(Date.UTC(2100, 2, 1) / 86_400_000);
    expect(dayNumber(2026, 2, 29)).toBeNull();
  });
});

describe('periods', () => {
  it.each([
    ['2026', 'year'],
    ['2026-11', 'month'],
    ['2026-11-22', 'day'],
    ['2014-02-26T05', 'hour'],
  ])('%s is a %s', (text, unit) => {
    expect(parsePeriod(text)?.unit).toBe(unit);
  });

  it.each(['', '26', '2026-1', '2026-13', '2026-11-31', '2014-02-26T24', '2014-02-26T05:00', 'today'])(
    '%j is none',
    (text) => {
      expect(parsePeriod(text)).toBeNull();
    },
  );
});
