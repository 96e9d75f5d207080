import { describe, expect, it } from 'vitest';
import { fromInstant, toInstant } from './columnTypes.js';

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
  });
});
