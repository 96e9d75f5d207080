import type { Fact } from '@parkpulse/domain';
import { type Sql, statement } from '../driver/database.js';
import { UnstorableTextError } from './unstorableText.js';

/** What a fact is about; `group` and `subject` are empty where there is none (see the table). */
export interface SeriesName {
  readonly kind: Fact['kind'];
  readonly group: string;
  readonly subject: string;
}

/** The measure, kind of submission or entity of a fact; empty for what devices say. */
export function groupOf(fact: Fact): string {
  switch (fact.kind) {
    case 'reading':
      return fact.measure;
    case 'state':
    case 'transmission':
      return '';
    case 'submission':
      return fact.submission;
    case 'registry':
      return fact.entity;
  }
}

function subjectOf(fact: Fact): string {
  switch (fact.kind) {
    case 'reading':
      return fact.enterprise ?? '';
    case 'state':
    case 'transmission':
      return fact.device;
    case 'submission':
      return fact.enterprise;
    case 'registry':
      return fact.id;
  }
}

const SERIES_BY_NAME = statement(
  'series-by-name',
  `SELECT s.key, s.park, s.kind, s."group", s.subject
   FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n (park, kind, "group", subject)
   JOIN series s USING (park, kind, "group", subject)`,
);
const ADD_SERIES = statement(
  'add-series',
  `INSERT INTO series (park, kind, "group", subject)
   SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n (park, kind, "group", subject)
   ORDER BY 1, 2, 3, 4
   ON CONFLICT DO NOTHING`,
);

interface SeriesRow extends SeriesName {
  readonly key: number;
  readonly park: number;
}

/** More series than this are not held in memory at once. */
const MOST_HELD = 300_000;

/** Facts of one park, by its number. */
export interface ParkFacts {
  readonly park: number;
  readonly facts: readonly Fact[];
}

type KeysBySubject = Map<string, number>;
type Held = Map<number, Map<Fact['kind'], Map<string, KeysBySubject>>>;

/** Numbers of series. Series are only ever added, outside of any other transaction, so a number once seen stays true. */
export class SeriesKeys {
  private readonly held: Held = new Map();
  private size = 0;

  constructor(private readonly sql: Sql) {}

  /** Returns the number of each fact's series, giving new series one. */
  async keysOf(groups: readonly ParkFacts[]): Promise<readonly Int32Array[]> {
    const keys = groups.map(({ facts }) => new Int32Array(facts.length));
    const unseen = this.fill(keys, groups);
    if (unseen.size > 0) {
      await this.learn([...unseen.values()]);
      const [lost] = this.fill(keys, groups).keys();
      if (lost !== undefined) throw new UnstorableTextError(lost);
    }
    return keys;
  }

  /** Writes the numbers held in memory; returns the series that are not. */
  private fill(keys: readonly Int32Array[], groups: readonly ParkFacts[]): ReadonlyMap<string, SeriesRow> {
    const unseen = new Map<string, SeriesRow>();
    for (const [index, { park, facts }] of groups.entries()) {
      const own = keys[index] ?? new Int32Array();
      const kinds = this.held.get(park);
      for (let item = 0; item < own.length; item += 1) {
        const fact = facts[item];
        if (fact === undefined || own[item] !== 0) continue;
        const [group, subject] = [groupOf(fact), subjectOf(fact)];
        const key = kinds?.get(fact.kind)?.get(group)?.get(subject);
        if (key !== undefined) own[item] = key;
        else
          unseen.set(`${park} ${fact.kind} ${group} ${subject}`, {
            park,
            key: 0,
            kind: fact.kind,
            group,
            subject,
          });
      }
    }
    return unseen;
  }

  private async learn(wanted: readonly SeriesRow[]): Promise<void> {
    const columns = toColumns(wanted);
    let rows = await this.sql.rows<SeriesRow>(SERIES_BY_NAME, columns);
    if (rows.length < wanted.length) {
      await this.sql.rows(ADD_SERIES, columns);
      rows = await this.sql.rows<SeriesRow>(SERIES_BY_NAME, columns);
    }
    if (this.size + rows.length > MOST_HELD) {
      this.held.clear();
      this.size = 0;
    }
    for (const { park, kind, group, subject, key } of rows) {
      const kinds = heldIn(this.held, park, () => new Map<Fact['kind'], Map<string, KeysBySubject>>());
      const groups = heldIn(kinds, kind, () => new Map<string, KeysBySubject>());
      heldIn(groups, group, () => new Map<string, number>()).set(subject, key);
    }
    this.size += rows.length;
  }
}

function heldIn<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const held = map.get(key);
  if (held !== undefined) return held;
  const made = make();
  map.set(key, made);
  return made;
}

function toColumns(wanted: readonly SeriesRow[]): readonly unknown[] {
  return [
    wanted.map(({ park }) => park),
    wanted.map(({ kind }) => kind),
    wanted.map(({ group }) => group),
    wanted.map(({ subject }) => subject),
  ];
}
