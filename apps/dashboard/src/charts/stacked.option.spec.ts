// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { palette } from '../testing/palette.js';
import { trendOf } from '../testing/park.js';
import { stackedOption } from './stacked.option.js';

const option = stackedOption({
  trends: [trendOf('P1', ['3.1000', null]), trendOf('P2', ['4.2000', '4.2000'])],
  nameOf: (node) => `<${node}>`,
  total: 'Z',
  zone: 'UTC',
  gates: [{ value: 80, name: '80' }],
  palette,
});

describe('the layered chart', () => {
  it('stacks the primaries, with gaps as gaps', () => {
    const series = option['series'] as { stack: string; name: string; data: [number, number | null][] }[];
    expect(series.map(({ stack }) => stack)).toEqual(['z', 'z']);
    expect(series[0]?.data.map(([, value]) => value)).toEqual([3.1, null]);
  });

  it('sums exactly in its tooltip and escapes names', () => {
    const { formatter } = option['tooltip'] as { formatter: (rows: unknown) => string };
    expect(formatter([{ dataIndex: 0 }])).toContain('7.30');
    expect(formatter([{ dataIndex: 0 }])).toContain('&#60;P1&#62;');
    expect(formatter([{ dataIndex: 1 }])).toContain('<b>–</b>');
  });
});
