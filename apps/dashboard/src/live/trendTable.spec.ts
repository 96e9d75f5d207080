// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Annotation, Transition } from '../api/types.js';
import { trendOf } from '../testing/park.js';
import { annotationTable, transitionTable, trendTable } from './trendTable.js';

const words = {
  ...{ time: '时间', utc: 'UTC', assured: '保底', candidate: '候选' },
  ...{ ceiling: '上限', lowest: '最低', highest: '最高' },
};
const zone = 'Asia/Shanghai';

describe('what is written out of a trend', () => {
  it('is what is drawn, unrounded, gaps empty, compared lines beside it', () => {
    const trend = { ...trendOf('Z', ['79.9975', null]), min: ['71.0000', null] };
    const compared = [{ name: '二号园区', cells: [null, '60.0000'] }];
    const table = trendTable('Z', { trend, compared, zone }, words);
    expect(table.header).toEqual(['时间', 'UTC', '保底', '候选', '上限', '最低', '最高', '二号园区']);
    expect(table.rows).toEqual([
      ['2026-11-24 08:00', '2026-11-24T00:00:00.000Z', 79.9975, 79.9975, 79.9975, 71, 79.9975, null],
      ['2026-11-24 09:00', '2026-11-24T01:00:00.000Z', null, null, null, null, null, 60],
    ]);
  });

  it('keeps levels as words', () => {
    const table = trendTable('I10', { trend: trendOf('I10', ['S3']), compared: [], zone }, words);
    expect(table.rows[0]?.slice(2)).toEqual(['S3', 'S3', 'S3', 'S3', 'S3']);
  });

  it('lists level changes and what happened', () => {
    const change = {
      ...{ at: '2026-11-24T00:00:01Z', indicator: 'I10', from: 'S3', to: 'S4', cause: 'value' },
      points: '0.5625',
    } as Transition;
    const said = {
      zone,
      header: ['a'],
      causeOf: (cause: string) => `<${cause}>`,
      nameOf: () => '物联网平台',
    };
    expect(transitionTable('变动', [change], said).rows).toEqual([
      ['2026-11-24 08:00:01', 'I10', '物联网平台', 'S3', 'S4', 0.5625, '<value>'],
    ]);
    const stop = { at: '2026-11-24T00:00:00Z', to: null, ids: ['D-1', 'D-2'] } as unknown as Annotation;
    expect(annotationTable('事件', [stop], { zone, header: ['a'], textOf: () => '检修' }).rows).toEqual([
      ['2026-11-24 08:00:00', '', '检修', 'D-1 D-2'],
    ]);
  });
});
