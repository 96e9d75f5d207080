import { describe, expect, it } from 'vitest';
import { pngBlob, toCsv } from './download.js';

describe('exports', () => {
  it('write CSV that spreadsheets read: BOM, quotes, gaps as empty cells', () => {
    expect(
      toCsv(
        ['time', 'z'],
        [
          ['a,"b"', null],
          ['c', '79.9975'],
        ],
      ),
    ).toBe('\ufefftime,z\r\n"a,""b""",\r\nc,79.9975\r\n');
  });

  it('turn a data URL into a PNG', async () => {
    const blob = pngBlob('data:image/png;base64,iVBORw==');
    expect(blob.type).toBe('image/png');
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(new Uint8Array([137, 80, 78, 71]));
  });
});
