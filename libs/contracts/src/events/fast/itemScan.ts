import type { Instant } from '@parkpulse/domain';
import type { MeasureCatalogue, MeasureTraits } from '../decodedEvent.js';
import { DEVICE_STATES } from '../devices.js';
import { MAX_COUNT } from '../fieldReader.js';
import { MAX_AMOUNT } from '../readings.js';
import { isPlainId } from './attributeScan.js';
import {
  type ByteScanner,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  GIVE_UP,
  OPEN_BRACE,
  OPEN_BRACKET,
} from './byteScanner.js';
import type { InternTable } from './internTable.js';
import type { ItemSink, ScannedItem } from './itemSink.js';
import { MomentCheck } from './momentCheck.js';
import * as word from './words.js';

/** What the items of the event at hand get from the event. */
export interface ItemFrame {
  readonly time: Instant;
  readonly earliest: Instant;
  readonly latest: Instant;
}

const MAX_ITEMS = 1000;
const NO_MEMBERS: readonly string[] = [];
const BIT = (key: number): number => 1 << (key - word.KEY_MEASURE);
const HAS_NUMERATOR = BIT(word.KEY_NUMERATOR);
const HAS_DENOMINATOR = BIT(word.KEY_DENOMINATOR);
const HAS_VALUE = BIT(word.KEY_VALUE);
const HAS_UNIT = BIT(word.KEY_UNIT);
const HAS_ENTERPRISE = BIT(word.KEY_ENTERPRISE);
const HAS_MEASURE = BIT(word.KEY_MEASURE);
const HAS_DEVICE = BIT(word.KEY_DEVICE);
const HAS_STATE = BIT(word.KEY_STATE);
const HAS_TIME = 1 << 30;
const AMOUNT_BITS = HAS_NUMERATOR | HAS_DENOMINATOR | HAS_VALUE;

/** Returns the bit of an item's member; 0 for a key that no item has. */
function bitOf(key: number): number {
  if (key === word.KEY_TIME) return HAS_TIME;
  return key >= word.KEY_MEASURE && key <= word.KEY_STATE ? BIT(key) : 0;
}

/** Scans the items of `readings` and `devices` and hands each good one to a sink. */
export class ItemScan implements ScannedItem {
  /** True when two items of the event may speak of one moment: then the later one must be found. */
  mayRepeat = false;
  /** True when the table forgot its words within the event: names of items before mean nothing. */
  hasForgotten = false;
  series = 0;
  at = 0;
  numerator = 0;
  numeratorText = '';
  denominator = 0;
  denominatorText = '';
  isOpaque = false;
  enterprise = '';
  state = 0;
  missing = NO_MEMBERS;
  private readonly moments = new MomentCheck();
  private readonly traits: readonly MeasureTraits[];
  private seen = 0;
  private isWhole = false;
  private unit = '';
  private isListClosed = false;
  private wantsTexts = true;

  constructor(
    private readonly scanner: ByteScanner,
    private readonly table: InternTable,
    catalogue: MeasureCatalogue,
  ) {
    this.traits = [...catalogue.values()];
  }

  /** Scans `{"readings":[…]}` or `{"devices":[…]}`; false where the careful path must read it. */
  scan(listKey: number, frame: ItemFrame, sink: ItemSink): boolean {
    const { scanner } = this;
    if (scanner.next() !== OPEN_BRACE || scanner.word() !== listKey) return false;
    if (scanner.next() !== COLON || scanner.next() !== OPEN_BRACKET) return false;
    const { resets } = this.table;
    this.mayRepeat = false;
    this.wantsTexts = sink.wantsTexts;
    this.moments.startEvent();
    const isGood =
      listKey === word.KEY_READINGS ? this.scanReadings(frame, sink) : this.scanStates(frame, sink);
    this.hasForgotten = this.table.resets !== resets;
    if (this.hasForgotten) this.mayRepeat = true;
    return isGood && scanner.next() === CLOSE_BRACE;
  }

  private scanReadings(frame: ItemFrame, sink: ItemSink): boolean {
    let count = 0;
    do {
      const traits = this.scanItem(frame) ? this.readingTraits() : null;
      if (traits === null || count === MAX_ITEMS) return false;
      sink.addReading(this, traits);
      count += 1;
    } while (this.hasMore());
    return this.isListClosed;
  }

  private scanStates(frame: ItemFrame, sink: ItemSink): boolean {
    let count = 0;
    do {
      if (!this.scanItem(frame) || !this.isState() || count === MAX_ITEMS) return false;
      sink.addState(this);
      count += 1;
    } while (this.hasMore());
    return this.isListClosed;
  }

  private hasMore(): boolean {
    const after = this.scanner.next();
    this.isListClosed = after === CLOSE_BRACKET;
    return after === COMMA;
  }

  private scanItem(frame: ItemFrame): boolean {
    const { scanner } = this;
    if (scanner.next() !== OPEN_BRACE) return false;
    this.seen = 0;
    this.at = frame.time;
    this.missing = NO_MEMBERS;
    for (;;) {
      const key = scanner.word();
      const bit = bitOf(key);
      if (bit === 0 || (this.seen & bit) !== 0 || scanner.next() !== COLON) return false;
      if (!this.scanMember(key, frame)) return false;
      this.seen |= bit;
      const after = scanner.next();
      if (after === CLOSE_BRACE) return true;
      if (after !== COMMA) return false;
    }
  }

  // One branch per member reads better than a table of functions, and is faster.
  // eslint-disable-next-line complexity
  private scanMember(key: number, frame: ItemFrame): boolean {
    const { scanner } = this;
    switch (key) {
      case word.KEY_MEASURE:
      case word.KEY_DEVICE:
        this.series = scanner.word();
        return this.series >= 0;
      case word.KEY_NUMERATOR:
        return this.takeNumerator(scanner.number());
      case word.KEY_VALUE:
        return this.takeNumerator(scanner.fraction());
      case word.KEY_DENOMINATOR:
        return this.takeDenominator(scanner.number());
      case word.KEY_TIME:
        this.at = scanner.time();
        return this.at >= frame.earliest && this.at <= frame.latest;
      case word.KEY_STATE:
        this.state = scanner.word() - word.WORD_FIRST_STATE;
        return this.state >= 0 && this.state < DEVICE_STATES.length;
      case word.KEY_UNIT:
        this.unit = this.table.text(scanner.word());
        return true;
      case word.KEY_ENTERPRISE:
        this.enterprise = this.table.text(scanner.word());
        return isPlainId(this.enterprise);
      default:
        return this.scanMissing();
    }
  }

  private takeNumerator(value: number): boolean {
    if (value < 0) return false;
    this.numerator = value;
    this.isWhole = this.scanner.isWholeNumber;
    this.numeratorText = this.textOf();
    return true;
  }

  private takeDenominator(value: number): boolean {
    if (value < 0) return false;
    this.denominator = value;
    this.denominatorText = this.textOf();
    return true;
  }

  /** The text of the number just scanned, where it is needed. */
  private textOf(): string {
    return this.wantsTexts || !this.scanner.isExactDouble ? this.scanner.numberText : '';
  }

  private scanMissing(): boolean {
    const { scanner } = this;
    if (scanner.next() !== OPEN_BRACKET) return false;
    const missing: string[] = [];
    for (;;) {
      const member = scanner.word();
      const text = member === GIVE_UP ? '' : this.table.text(member);
      if (!isPlainId(text) || missing.length === MAX_ITEMS) return false;
      missing.push(text);
      const after = scanner.next();
      if (after === CLOSE_BRACKET) break;
      if (after !== COMMA) return false;
    }
    this.missing = missing;
    return true;
  }

  /** Returns the traits of the measure when the item is a good reading of it, and settles what its members mean. */
  private readingTraits(): MeasureTraits | null {
    const traits = this.traits[this.series - word.WORD_FIRST_MEASURE];
    if (traits === undefined || !this.fits(traits)) return null;
    const isRatio = traits.unit === 'ratio';
    const hasValue = (this.seen & AMOUNT_BITS) === HAS_VALUE;
    if (!(isRatio ? this.isRatio(traits, hasValue) : hasValue && this.isAmount(traits.unit))) return null;
    if (!this.moments.isNew(this.series, this.at)) this.mayRepeat = true;
    this.isOpaque = hasValue && isRatio;
    if (hasValue) this.settleDenominator(isRatio);
    if (traits.scope !== 'factory') this.enterprise = '';
    return traits;
  }

  /** A bare value is a ratio over one, or no ratio at all. */
  private settleDenominator(isRatio: boolean): void {
    this.denominator = isRatio ? 1 : Number.NaN;
    this.denominatorText = isRatio && this.wantsTexts ? '1' : '';
  }

  /** Tells whether the members are those of a reading of this measure. */
  private fits(traits: MeasureTraits): boolean {
    const { seen } = this;
    if ((seen & (HAS_MEASURE | HAS_DEVICE | HAS_STATE)) !== HAS_MEASURE) return false;
    if ((seen & HAS_UNIT) !== 0 && this.unit !== traits.unit) return false;
    return ((seen & HAS_ENTERPRISE) !== 0) === (traits.scope === 'factory');
  }

  private isRatio(traits: MeasureTraits, isOpaque: boolean): boolean {
    const { numerator } = this;
    if (isOpaque) return numerator <= (traits.mayExceedOne ? MAX_COUNT : 1);
    if ((this.seen & AMOUNT_BITS) !== (HAS_NUMERATOR | HAS_DENOMINATOR)) return false;
    const { denominator } = this;
    if (numerator > MAX_COUNT || denominator > MAX_COUNT) return false;
    return denominator === 0 ? numerator === 0 : traits.mayExceedOne || numerator <= denominator;
  }

  private isAmount(unit: MeasureTraits['unit']): boolean {
    return this.numerator <= MAX_AMOUNT[unit] && (this.isWhole || unit === 'days');
  }

  private isState(): boolean {
    const allowed = HAS_DEVICE | HAS_STATE;
    if ((this.seen & ~HAS_TIME) !== allowed || !isPlainId(this.table.text(this.series))) return false;
    if (!this.moments.isNew(this.series, this.at)) this.mayRepeat = true;
    return true;
  }
}
