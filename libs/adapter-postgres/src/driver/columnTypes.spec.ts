import { describe, expect, it } from 'vitest';
import { columnTypes, fromInstant, toInstant } from './columnTypes.js';

describe('an instant', () => {
  it.each([0, -1, 951_782_400_000, 1_795_499_838_052, Date.UTC(9998, 0, 1)])(
    '%d goes to the database and back',
    (instant) => {
      expect(toInstant(fromInstant(instant).replace('T', ' ').replace('Z', '+00'))).toBe(instant);
    },
  );

  it('beyond the calendar is an infinity', () => {
    expect(fromInstant(Number.MAX_SAFE_INTEGER)).toBe('infinity');
    expect(fromInstant(Number.MIN_SAFE_INTEGER)).toBe('-infinity');
    expect(fromInstant(Infinity)).toBe('infinity');
    expect(toInstant('-infinity')).toBe(-Infinity);
  });

  it('is the same in whatever zone it was written', () => {
    expect(toInstant('2026-11-24 13:38:00.5+08')).toBe(Date.UTC(2026, 10, 24, 5, 38, 0, 500));
    expect(toInstant('2026-11-24 01:08:00-04:30')).toBe(Date.UTC(2026, 10, 24, 5, 38));
  });

  it('without milliseconds is read as well', () => {
    expect(toInstant('2026-11-24 05:38:00+00')).toBe(Date.UTC(2026, 10, 24, 5, 38));
    expect(toInstant('2026-11-24 05:38:00.1+00')).toBe(Date.UTC(2026, 10, 24, 5, 38, 0, 100));
    expect(toInstant('2026-11-24 23:59:59.999999+00')).toBe(Date.UTC(2026, 10, 24, 23, 59, 59, 999));
  });

  it('reads each millisecond of a second as the calendar does', () => {
    for (let millisecond = 0; millisecond < 1000; millisecond += 1) {
      const text = `2026-02-28 13:07:59.${String(millisecond).padStart(3, '0')}`.replace(/\.?0+$/, '');
      expect(toInstant(`${text}+00`)).toBe(Date.UTC(2026, 1, 28, 13, 7, 59, millisecond));
    }
  });
});

describe('an array', () => {
  const [int2, int4, texts] = [1005, 1007, 1009].map(
    (oid) => columnTypes.getTypeParser(oid) as (text: string) => unknown,
  ) as [(text: string) => unknown, (text: string) => unknown, (text: string) => unknown];

  it('of numbers', () => {
    expect(int2('{1,5,3}')).toEqual([1, 5, 3]);
    expect(int4('{}')).toEqual([]);
    expect(int4('{-7,NULL,2000000000}')).toEqual([-7, null, 2_000_000_000]);
    expect(int4('{{1,2},{3,4}}')).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('of texts, quoted or not', () => {
    expect(texts('{I10.S4.a,I10.S5.b}')).toEqual(['I10.S4.a', 'I10.S5.b']);
    expect(texts('{}')).toEqual([]);
    expect(texts('{"",NULL,"a,b","say \\"x\\"",储罐}')).toEqual(['', null, 'a,b', 'say "x"', '储罐']);
    expect(texts('{"NULL","null"}')).toEqual(['NULL', 'null']);
  });
});
