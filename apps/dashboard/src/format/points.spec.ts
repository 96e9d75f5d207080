// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { pointsText, share, signedPoints, splitPoints, toPoints } from './points.js';

describe('points on a screen', () => {
  it('are written exactly: 79.9975 never reads 80', () => {
    expect(pointsText(toPoints('79.9975'))).toBe('79.9975');
    expect(pointsText(toPoints('59.9975'), 0)).toBe('59.9975');
    expect(pointsText(toPoints('80.0000'))).toBe('80.00');
    expect(pointsText(toPoints('60.0025'))).toBe('60.0025');
  });

  it('never cross a grade line for any attainable Z', () => {
    for (let points = 599_000; points <= 801_000; points += 25) {
      const shown = Number(pointsText(points));
      expect(shown >= 60).toBe(points >= 600_000);
      expect(shown >= 80).toBe(points >= 800_000);
    }
  });

  it('keep at least two decimals and drop empty ones beyond', () => {
    expect(pointsText(toPoints('12.3450'))).toBe('12.345');
    expect(pointsText(toPoints('4.0000'), 0)).toBe('4');
    expect(pointsText(0)).toBe('0.00');
  });

  it('carry a true minus sign and a plus for gains', () => {
    expect(signedPoints(toPoints('-0.3600'))).toBe('\u22120.36');
    expect(signedPoints(toPoints('0.5625'))).toBe('+0.5625');
    expect(signedPoints(toPoints('-0.0000'))).toBe('\u00b10');
  });

  it('split for large type', () => {
    expect(splitPoints(toPoints('68.7725'))).toEqual({ whole: '68', fraction: '.7725' });
  });

  it('refuse what is no number of points', () => {
    for (const text of ['', 'NaN', '1e3', '80 ', '79.99751', '--1'])
      expect(() => toPoints(text)).toThrow(RangeError);
    expect(toPoints('79.99750')).toBe(799_975);
  });

  it('give lengths between 0 and 1', () => {
    expect(share(5, 10)).toBe(0.5);
    expect(share(12, 10)).toBe(1);
    expect(share(1, 0)).toBe(0);
  });
});
