import type { DeviceState, Fact, Instant, Origin } from '@parkpulse/domain';
import type { MeasureTraits } from '../decodedEvent.js';
import { DEVICE_STATES } from '../devices.js';
import type { InternTable } from './internTable.js';

/** An item just scanned and found good; its words are numbers of the intern table. */
export interface ScannedItem {
  /** The measure or the device. */
  readonly series: number;
  readonly at: Instant;
  readonly numerator: number;
  /** Empty where the double says the same and the sink wants no texts. */
  readonly numeratorText: string;
  /** NaN where a reading has none. */
  readonly denominator: number;
  readonly denominatorText: string;
  readonly isOpaque: boolean;
  /** Empty at a measure of the park. */
  readonly enterprise: string;
  readonly missing: readonly string[];
  /** Place of the state in `DEVICE_STATES`. */
  readonly state: number;
}

/** Takes the items of an event one by one. */
export interface ItemSink {
  /** Whether the text of every number is needed, also where a double holds it. */
  readonly wantsTexts: boolean;
  addReading(item: ScannedItem, traits: MeasureTraits): void;
  addState(item: ScannedItem): void;
}

/** Makes one fact of each item; all facts of an event share its origin. */
export class FactSink implements ItemSink {
  readonly wantsTexts = true;
  facts: Fact[] = [];
  private origin: Origin | null = null;

  constructor(private readonly table: InternTable) {}

  begin(origin: Origin): void {
    this.facts = [];
    this.origin = origin;
  }

  addReading(item: ScannedItem, traits: MeasureTraits): void {
    this.facts.push({
      kind: 'reading',
      measure: this.table.text(item.series),
      enterprise: traits.scope === 'factory' ? item.enterprise : null,
      at: item.at,
      numerator: item.numeratorText,
      denominator: traits.unit === 'ratio' ? item.denominatorText : null,
      opaque: item.isOpaque,
      missing: item.missing,
      origin: this.origin as Origin,
    });
  }

  addState(item: ScannedItem): void {
    this.facts.push({
      kind: 'state',
      device: this.table.text(item.series),
      at: item.at,
      state: DEVICE_STATES[item.state] as DeviceState,
      origin: this.origin as Origin,
    });
  }
}
