import type { FactSpan } from '@parkpulse/application';
import type { FactColumns } from '@parkpulse/contracts';
import type { Instant, ReadingFact } from '@parkpulse/domain';
import type { FactRows, RowPlace } from './factRows.js';
import { NOWHERE } from './nameKeys.js';
import type { PreparedEvent } from './preparedEvents.js';
import type { TouchCollector } from './touches.js';

/** Above the rows of any batch (4 MiB); a series number times this is still exact. */
const MOST_ROWS = 2 ** 22;

export interface RowWriters {
  readonly rows: FactRows;
  readonly touches: TouchCollector;
  /** Numbers of members named as missing. */
  readonly missing: ReadonlyMap<string, number>;
}

/**
 * Writes the facts of events read as rows, in order of series and, within one, of arrival: neighbours in the index are
 * written together, and what is asked for together lies together.
 */
export function writeRows(writers: RowWriters, events: readonly PreparedEvent[]): void {
  const byColumns = new Map<FactColumns, PreparedEvent[]>();
  for (const event of events) {
    const { columns } = event.event.rows as FactSpan;
    const own = byColumns.get(columns);
    if (own === undefined) byColumns.set(columns, [event]);
    else own.push(event);
  }
  for (const [columns, own] of byColumns) writeColumns(writers, columns, own);
}

function writeColumns(writers: RowWriters, columns: FactColumns, events: readonly PreparedEvent[]): void {
  const places = placesOf(columns, events);
  const { keys } = places;
  for (let from = 0; from < keys.length;) {
    const series = Math.floor((keys[from] ?? 0) / MOST_ROWS);
    const end = (series + 1) * MOST_ROWS;
    let to = from + 1;
    while (to < keys.length && (keys[to] ?? 0) < end) to += 1;
    writeSeries(writers, places, { series, from, to });
    from = to;
  }
}

/** The rows to be written, by their place in the order of arrival. */
interface Places {
  readonly columns: FactColumns;
  readonly events: readonly PreparedEvent[];
  /** Series and place in one number each; sorted. */
  readonly keys: Float64Array;
  readonly rowAt: Int32Array;
  readonly eventAt: Int32Array;
}

function placesOf(columns: FactColumns, events: readonly PreparedEvent[]): Places {
  const count = events.reduce((sum, { event }) => sum + sizeOf(event.rows as FactSpan), 0);
  if (count > MOST_ROWS) throw new RangeError(`a batch of ${count} facts is too large`);
  const keys = new Float64Array(count);
  const [rowAt, eventAt] = [new Int32Array(count), new Int32Array(count)];
  let place = 0;
  for (let index = 0; index < events.length; index += 1) {
    const { event, series } = events[index] as PreparedEvent;
    const { from, to } = event.rows as FactSpan;
    for (let row = from; row < to; row += 1, place += 1) {
      keys[place] = (series[columns.name[row] ?? 0] ?? 0) * MOST_ROWS + place;
      rowAt[place] = row;
      eventAt[place] = index;
    }
  }
  return { columns, events, keys: keys.sort(), rowAt, eventAt };
}

function sizeOf({ from, to }: FactSpan): number {
  return to - from;
}

interface Run {
  readonly series: number;
  /** In the sorted order, [from, to). */
  readonly from: number;
  readonly to: number;
}

function writeSeries(writers: RowWriters, places: Places, { series, from, to }: Run): void {
  const { columns, events, keys, rowAt, eventAt } = places;
  const place = { event: 0, series, item: 0 };
  const reach = { from: Infinity, to: -Infinity, knownAt: -Infinity };
  let [row, park] = [0, 0];
  for (let index = from; index < to; index += 1) {
    const at = (keys[index] ?? 0) - series * MOST_ROWS;
    const owner = events[eventAt[at] ?? 0] as PreparedEvent;
    row = rowAt[at] ?? 0;
    park = owner.park;
    place.event = owner.key;
    place.item = row - (owner.event.rows as FactSpan).from;
    widen(reach, columns.at[row] ?? 0, owner.event.receivedAt);
    writeRow(writers, columns, row, place);
  }
  const { kinds, groups } = columns.names;
  const name = columns.name[row] ?? 0;
  writers.touches.add(series, {
    ...{ park, kind: kinds[name] ?? 'reading', group: groups[name] ?? '' },
    ...reach,
  });
}

interface Reach {
  from: Instant;
  to: Instant;
  knownAt: Instant;
}

function widen(reach: Reach, moment: Instant, knownAt: Instant): void {
  if (moment < reach.from) reach.from = moment;
  if (moment > reach.to) reach.to = moment;
  if (knownAt > reach.knownAt) reach.knownAt = knownAt;
}

function writeRow({ rows, missing }: RowWriters, columns: FactColumns, row: number, place: RowPlace): void {
  if (columns.names.kinds[columns.name[row] ?? 0] === 'state') {
    rows.stateRow(columns.at[row] ?? 0, ((columns.traits[row] ?? 0) >> 1) + 1, place);
    return;
  }
  if (isPlain(columns, row)) {
    rows.plainReading(columns, row, place);
    return;
  }
  const fact = columns.factAt(row, NOWHERE) as ReadingFact;
  rows.reading(
    fact,
    place,
    fact.missing.map((member) => missing.get(member) ?? 0),
  );
}

/** Whether a reading is its two doubles and nothing beside. */
function isPlain({ numeratorTexts, denominatorTexts, missing }: FactColumns, row: number): boolean {
  if (numeratorTexts.size + denominatorTexts.size + missing.size === 0) return true;
  return !numeratorTexts.has(row) && !denominatorTexts.has(row) && !missing.has(row);
}
