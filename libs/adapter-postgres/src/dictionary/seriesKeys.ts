import type { Fact } from '@parkpulse/domain';
import { type Sql, statement } from '../driver/database.js';

/** What a fact is about; `group` and `subject` are empty where there is none (see the table). */
export interface SeriesName {
  readonly kind: Fact['kind'];
  readonly group: string;
  readonly subject: string;
}

/** The series a fact belongs to: facts of one series with the same moment restate each other. */
export function seriesOf(fact: Fact): SeriesName {
  switch (fact.kind) {
    case 'reading':
      return { kind: 'reading', group: fact.measure, subject: fact.enterprise ?? '' };
    case 'state':
    case 'transmission':
      return { kind: fact.kind, group: '', subject: fact.device };
    case 'submission':
      return { kind: 'submission', group: fact.submission, subject: fact.enterprise };
    case 'registry':
      return { kind: 'registry', group: fact.entity, subject: fact.id };
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

/** A fact and the number of its park. */
export interface ParkFact {
  readonly park: number;
  readonly fact: Fact;
}

/** Numbers of series. Series are only ever added, outside of any other transaction, so a number once seen stays true. */
export class SeriesKeys {
  private readonly held = new Map<string, number>();

  constructor(private readonly sql: Sql) {}

  /** Returns the number of each fact's series, giving new series one. */
  async keysOf(facts: readonly ParkFact[]): Promise<Int32Array> {
    const keys = new Int32Array(facts.length);
    const unseen = new Map<string, SeriesRow>();
    for (const [index, { park, fact }] of facts.entries()) {
      const series = seriesOf(fact);
      const name = nameOf(park, series);
      const key = this.held.get(name);
      if (key === undefined) unseen.set(name, { park, key: 0, ...series });
      else keys[index] = key;
    }
    if (unseen.size === 0) return keys;
    const found = await this.find([...unseen.values()]);
    for (const [index, { park, fact }] of facts.entries()) {
      if (keys[index] === 0) keys[index] = found.get(nameOf(park, seriesOf(fact))) ?? 0;
    }
    return keys;
  }

  private async find(wanted: readonly SeriesRow[]): Promise<ReadonlyMap<string, number>> {
    const columns = toColumns(wanted);
    let rows = await this.sql.rows<SeriesRow>(SERIES_BY_NAME, columns);
    if (rows.length < wanted.length) {
      await this.sql.rows(ADD_SERIES, columns);
      rows = await this.sql.rows<SeriesRow>(SERIES_BY_NAME, columns);
    }
    if (this.held.size + rows.length > MOST_HELD) this.held.clear();
    const found = new Map(rows.map((row) => [nameOf(row.park, row), row.key]));
    for (const [name, key] of found) this.held.set(name, key);
    return found;
  }
}

function nameOf(park: number, { kind, group, subject }: SeriesName): string {
  return `${park} ${kind} ${group} ${subject}`;
}

function toColumns(wanted: readonly SeriesRow[]): readonly unknown[] {
  return [
    wanted.map(({ park }) => park),
    wanted.map(({ kind }) => kind),
    wanted.map(({ group }) => group),
    wanted.map(({ subject }) => subject),
  ];
}
