// @vitest-environment node
import { describe, expect, it } from 'vitest';
import write from 'write-excel-file/universal';
import { toSheet } from './workbook.js';

const table = {
  name: '趋势 [Z]/1:2',
  header: ['时间', '候选'],
  rows: [
    ['2026-11-24 08:00', 79.9825],
    ['2026-11-24 09:00', null],
  ],
};

describe('a sheet', () => {
  it('keeps numbers as numbers, gaps empty, and its header in sight', () => {
    const sheet = toSheet(table);
    expect(sheet.data.slice(1)).toEqual(table.rows);
    expect(sheet.stickyRowsCount).toBe(1);
    expect(sheet.data[0]).toMatchObject([{ value: '时间', fontWeight: 'bold' }, { value: '候选' }]);
  });

  it('has a name that spreadsheets take, and columns as wide as they need', () => {
    const { sheet = '', columns = [] } = toSheet(table);
    expect(sheet).not.toMatch(/[\\/?*[\]:]/);
    expect(columns[0]?.width).toBe(18);
    expect(toSheet({ ...table, name: 'x'.repeat(40) }).sheet).toHaveLength(31);
  });

  it('becomes a workbook', async () => {
    const blob = await write([toSheet(table)]).toBlob();
    const head = new Uint8Array(await blob.arrayBuffer()).slice(0, 2);
    expect([...head]).toEqual([0x50, 0x4b]);
  });
});
