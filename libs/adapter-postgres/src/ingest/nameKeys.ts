import type { FactSpan } from '@parkpulse/application';
import type { FactNames } from '@parkpulse/contracts';
import type { Fact, Origin } from '@parkpulse/domain';
import type { SeriesKeys } from '../dictionary/seriesKeys.js';

/** Rows about one park. */
export interface ParkRows {
  readonly park: number;
  readonly rows: FactSpan;
}

/** Numbers of series by the number of a name; 0 = not known yet. */
type KeysByName = Int32Array;

/** Cells held at once, over all parks; 32 MB. */
const MOST_CELLS = 8_000_000;
/** Of facts that are only looked at, not handed on. */
export const NOWHERE: Origin = {
  ...{ source: '', event: '', sequence: 0, knownAt: 0 },
  ...{ topic: '', partition: 0, offset: 0 },
};

/** Numbers of series by the names of columns: in the long run one look into an array for each row. */
export class NameKeys {
  private readonly held = new WeakMap<FactNames, Map<number, KeysByName>>();

  constructor(private readonly series: SeriesKeys) {}

  /** Returns for each of the spans the array in which every name of its rows has its series, giving new series numbers. */
  async of(spans: readonly ParkRows[]): Promise<readonly KeysByName[]> {
    const keys = spans.map((span) => this.keysOf(span));
    const unknown = unknownNames(spans, keys);
    if (unknown.length === 0) return keys;
    const learnt = await this.series.keysOf(unknown.map(({ park, facts }) => ({ park, facts })));
    // While the answer was awaited the arrays may have been replaced by larger ones: these here are this call's own.
    unknown.forEach(({ keys: own, names }, index) =>
      names.forEach((name, item) => (own[name] = learnt[index]?.[item] ?? 0)),
    );
    return keys;
  }

  private keysOf({ park, rows }: ParkRows): KeysByName {
    const { names } = rows.columns;
    let byPark = this.held.get(names);
    if (byPark === undefined || byPark.size * names.count > MOST_CELLS) {
      byPark = new Map();
      this.held.set(names, byPark);
    }
    const keys = byPark.get(park);
    if (keys !== undefined && keys.length >= names.count) return keys;
    const larger = new Int32Array(2 * names.count);
    if (keys !== undefined) larger.set(keys);
    byPark.set(park, larger);
    return larger;
  }
}

interface Unknown {
  readonly park: number;
  readonly keys: KeysByName;
  readonly names: number[];
  readonly facts: Fact[];
}

/** The names that have no series yet, once per park, each with a fact to ask by. */
function unknownNames(spans: readonly ParkRows[], keys: readonly KeysByName[]): readonly Unknown[] {
  const unknown = new Map<KeysByName, Unknown>();
  const asked = new Map<KeysByName, Set<number>>();
  spans.forEach(({ park, rows: { columns, from, to } }, index) => {
    const own = keys[index] as KeysByName;
    for (let row = from; row < to; row += 1) {
      const name = columns.name[row] ?? 0;
      if (own[name] !== 0) continue;
      const held = unknown.get(own) ?? { park, keys: own, names: [], facts: [] };
      const names = asked.get(own) ?? new Set();
      if (names.has(name)) continue;
      unknown.set(own, held);
      asked.set(own, names.add(name));
      held.names.push(name);
      held.facts.push(columns.factAt(row, NOWHERE));
    }
  });
  return [...unknown.values()];
}
