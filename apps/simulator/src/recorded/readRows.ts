import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** A row of a CSV file by column name; the files quote nothing, an empty cell means "no value was received". */
export class Row {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];

  constructor(columns: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.#columns = columns;
    this.#cells = cells;
  }

  /** The text of a cell; throws for a column the file does not have, because then it is another file. */
  text(column: string): string {
    const index = this.#columns.get(column);
    if (index === undefined) throw new Error(`The file has no column ${column}.`);
    return this.#cells[index] ?? '';
  }

  number(column: string): number {
    const value = Number(this.text(column));
    if (!Number.isFinite(value)) throw new Error(`${column} is no number: ${this.text(column)}.`);
    return value;
  }

  /** How many of these cells hold a value. */
  count(columns: readonly string[]): number {
    return columns.filter((column) => this.text(column) !== '').length;
  }
}

function toColumns(head: string): ReadonlyMap<string, number> {
  return new Map(head.split(',').map((name, index) => [name, index]));
}

/** Reads the rows of a CSV file, compressed when its name ends in `.gz`, one after another. */
export async function* readRows(path: string): AsyncGenerator<Row, void, undefined> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  // A pipe does not hand errors on; without this a missing file would hang.
  file.on('error', (error) => input.destroy(error));
  let columns: ReadonlyMap<string, number> | null = null;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (columns === null) columns = toColumns(line);
    else if (line !== '') yield new Row(columns, line.split(','));
  }
}
