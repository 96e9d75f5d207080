import type { MeasureTraits } from '../decodedEvent.js';
import { FactColumns, FactNames } from './factColumns.js';
import type { InternTable } from './internTable.js';
import type { ItemSink, ScannedItem } from './itemSink.js';
import { MomentCheck } from './momentCheck.js';

/** With more names than this a new set of them is begun. */
const MOST_NAMES = 300_000;
let shared = new FactNames();

/** Columns for a batch to come, on names that earlier batches gave numbers to. */
export function openColumns(expectedRows: number): FactColumns {
  if (shared.count > MOST_NAMES) shared = new FactNames();
  return new FactColumns(shared, expectedRows);
}

/** Makes one row of each item. */
export class ColumnSink implements ItemSink {
  readonly wantsTexts = false;
  /** True when two items of the event may speak of one moment: then the careful path must find the later one. */
  mayRepeat = false;
  private readonly moments = new MomentCheck();
  private columns: FactColumns = openColumns(0);
  private names: FactNames | null = null;
  private resets = -1;
  /** Number of the name, plus one, of a measure of the park (even places) or a device (odd), by word; 0 = not known. */
  private byWord = new Int32Array(1 << 10);

  constructor(private readonly table: InternTable) {}

  /** Begins an event. Should the table forget its words within it, the event is read again by the careful path. */
  begin(columns: FactColumns): void {
    this.columns = columns;
    this.mayRepeat = false;
    this.moments.startEvent();
    if (columns.names === this.names && this.table.resets === this.resets) return;
    this.names = columns.names;
    this.resets = this.table.resets;
    this.byWord.fill(0);
  }

  addReading(item: ScannedItem, traits: MeasureTraits): void {
    const { columns } = this;
    const name =
      traits.scope === 'factory'
        ? columns.names.of('reading', this.table.text(item.series), item.enterprise)
        : this.nameOf('reading', item.series);
    const row = this.addRow(name, item.at);
    columns.numerator[row] = item.numerator;
    columns.denominator[row] = item.denominator;
    columns.traits[row] = item.isOpaque ? 1 : 0;
    if (item.numeratorText !== '') this.keepNumerator(row, item.numeratorText);
    if (item.denominatorText !== '') this.keepDenominator(row, item.denominatorText);
    if (item.missing.length > 0) columns.missing.set(row, item.missing);
  }

  addState(item: ScannedItem): void {
    const { columns } = this;
    const row = this.addRow(this.nameOf('state', item.series), item.at);
    columns.traits[row] = item.state << 1;
  }

  private addRow(name: number, at: number): number {
    if (!this.moments.isNew(name, at)) this.mayRepeat = true;
    return this.columns.add(name, at);
  }

  // The double of a long fraction was only good enough to compare.
  private keepNumerator(row: number, text: string): void {
    this.columns.numerator[row] = Number(text);
    this.columns.numeratorTexts.set(row, text);
  }

  private keepDenominator(row: number, text: string): void {
    this.columns.denominator[row] = Number(text);
    this.columns.denominatorTexts.set(row, text);
  }

  private nameOf(kind: 'reading' | 'state', word: number): number {
    // A device may be called like a measure.
    const place = 2 * word + (kind === 'state' ? 1 : 0);
    const known = this.byWord[place] ?? 0;
    if (known > 0) return known - 1;
    const text = this.table.text(word);
    const { names } = this.columns;
    const name = kind === 'reading' ? names.of(kind, text, '') : names.of(kind, '', text);
    if (place >= this.byWord.length) this.growTo(place);
    this.byWord[place] = name + 1;
    return name;
  }

  private growTo(place: number): void {
    const larger = new Int32Array(1 << (32 - Math.clz32(place)));
    larger.set(this.byWord);
    this.byWord = larger;
  }
}
