import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeText, timeTexts } from './wire.js';

const HOUR = 3_600_000;

it('a column of instants is written as each is alone', () => {
  const instants = fc.oneof(
    fc.integer({ min: -(10 ** 12), max: 4 * 10 ** 12 }),
    fc.integer({ min: -(10 ** 5), max: 10 ** 6 }).map((hours) => hours * HOUR),
  );
  fc.assert(
    fc.property(fc.array(instants), (column) => {
      expect(timeTexts(column)).toEqual(column.map(timeText));
    }),
  );
});
