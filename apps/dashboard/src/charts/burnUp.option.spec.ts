// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { palette } from '../testing/palette.js';
import { burnUpOption } from './burnUp.option.js';

const DAY = 86_400_000;
const option = burnUpOption({
  burnUp: {
    times: [0, DAY, 2 * DAY],
    reached: [12_500, 20_625, null],
    due: [12_500, 12_500, 30_000],
    scope: 35_000,
  },
  words: { reached: '已达成', due: '应达成', scope: '目标合计', today: '今天' },
  palette,
});
interface Line {
  readonly name: string;
  readonly data: readonly (readonly [number, number | null])[];
  readonly markLine?: { readonly data: readonly { readonly xAxis?: number; readonly yAxis?: number }[] };
}
const [due, reached] = option['series'] as [Line, Line];

describe('the burn-up chart', () => {
  it('draws what is reached up to today and what is due to the end', () => {
    expect(reached.data.map(([, value]) => value)).toEqual([1.25, 2.0625, null]);
    expect(due.data.map(([, value]) => value)).toEqual([1.25, 1.25, 3]);
  });

  it('marks all that is aimed at and the day of today, and keeps both in sight', () => {
    expect(reached.markLine?.data).toMatchObject([{ yAxis: 3.5 }, { xAxis: DAY }]);
    const axis = option['yAxis'] as { min: number; max: number };
    expect(axis.min).toBeLessThan(1.25);
    expect(axis.max).toBeGreaterThan(3.5);
  });

  it('says the exact points of a day, and none reached of a day to come', () => {
    const { formatter } = option['tooltip'] as { formatter: (rows: unknown) => string };
    expect(formatter([{ dataIndex: 1 }])).toContain('2.0625');
    expect(formatter([{ dataIndex: 2 }])).not.toContain('已达成');
  });
});
