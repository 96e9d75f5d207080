import type { Sheet } from 'write-excel-file/browser';
import { download } from './download.js';

export type SheetCell = string | number | null;

/** A table of a workbook: its header stays in sight, its columns are as wide as they need. */
export interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
}

const MEDIA = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const HEADER = { fontWeight: 'bold', backgroundColor: '#E8EEF5' } as const;

/** Lays a table out as a sheet. */
export function toSheet({ name, header, rows }: Table): Sheet<Blob> {
  const widths = header.map((title, column) =>
    Math.min(48, Math.max(...[title, ...rows.slice(0, 200).map((row) => row[column])].map(widthOf)) + 2),
  );
  return {
    sheet: sheetName(name),
    stickyRowsCount: 1,
    columns: widths.map((width) => ({ width })),
    data: [header.map((value) => ({ value, ...HEADER })), ...rows.map((row) => [...row])],
  };
}

/** Chinese signs take the room of two. */
function widthOf(cell: SheetCell | undefined): number {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0);
}

/** Spreadsheets refuse some signs in names and more than 31 of any. */
function sheetName(name: string): string {
  return name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);
}

/** Hands a workbook to the reader; what writes it is loaded only now. */
export async function downloadWorkbook(fileName: string, tables: readonly Table[]): Promise<void> {
  const { default: write } = await import('write-excel-file/browser');
  download(fileName, await write(tables.map(toSheet)).toBlob(), MEDIA);
}
