const FIRST_CAPACITY = 64;

/** Columns of doubles that grow together: one row per slot, without an object per row. */
export class GrowingRows {
  private readonly columns: Float64Array<ArrayBuffer>[];
  private rows = 0;

  constructor(private readonly blank: readonly number[]) {
    this.columns = blank.map(() => new Float64Array(FIRST_CAPACITY));
  }

  get count(): number {
    return this.rows;
  }

  /** Adds a blank row and returns its number. */
  open(): number {
    if (this.rows === (this.columns[0]?.length ?? 0)) this.grow();
    const row = this.rows;
    this.rows += 1;
    this.clear(row);
    return row;
  }

  clear(row: number): void {
    this.blank.forEach((value, column) => this.set(row, column, value));
  }

  get(row: number, column: number): number {
    return this.columns[column]?.[row] ?? Number.NaN;
  }

  set(row: number, column: number, value: number): void {
    const cells = this.columns[column];
    if (cells !== undefined) cells[row] = value;
  }

  private grow(): void {
    this.columns.forEach((cells, column) => {
      const next = new Float64Array(Math.ceil(cells.length * 1.25));
      next.set(cells);
      this.columns[column] = next;
    });
  }
}
