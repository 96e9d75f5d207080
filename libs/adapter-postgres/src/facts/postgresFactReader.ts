import type { FactQuery, FactReader } from '@parkpulse/application';
import { type Fact, type Instant, type MeasureDefinition, type RegistryFact, momentOf } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import type { Sql } from '../driver/database.js';
import type { SeriesName } from '../dictionary/seriesKeys.js';
import type { Dictionary } from '../ingest/preparedEvents.js';
import { readDefinitions } from '../settings/definitions.js';
import { FIRST_ONLINE, SERIES, factsBefore, factsWithin } from './factStatements.js';
import { FACT_TABLES, type FactRow, wordsOf } from './factTables.js';
import { loadOrigins } from './origins.js';

interface SeriesRow extends SeriesName {
  readonly key: number;
}

interface SeriesFilter {
  readonly kinds: readonly Fact['kind'][];
  readonly groups?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
}

/** Reads facts as stored, superseded ones too, in order of their moments. */
export class PostgresFactReader implements FactReader {
  constructor(
    private readonly sql: Sql,
    private readonly dictionary: Dictionary,
  ) {}

  async facts(park: string, query: FactQuery): Promise<readonly Fact[]> {
    const found: (readonly Fact[])[] = [];
    for (const kind of query.kinds) found.push(await this.factsOfKind(park, kind, query));
    return found.length === 1 ? found.flat() : found.flat().sort((a, b) => momentOf(a) - momentOf(b));
  }

  async readingsBefore(
    park: string,
    measures: readonly string[],
    before: Instant,
    count: number,
    knownAt: Instant = Infinity,
  ): Promise<readonly Fact[]> {
    const series = await this.series(park, { kinds: ['reading'], groups: measures.length === 0 ? undefined : measures });
    const values = [[...series.keys()], fromInstant(before), count, fromInstant(knownAt)];
    return this.decode('reading', series, await this.sql.rows(factsBefore('reading'), values), knownAt);
  }

  async firstOnline(park: string, knownAt: Instant = Infinity): Promise<readonly Fact[]> {
    const series = await this.series(park, { kinds: ['state'] });
    const rows = await this.sql.rows<FactRow>(FIRST_ONLINE, [[...series.keys()], fromInstant(knownAt)]);
    return this.decode('state', series, rows, knownAt);
  }

  async statesBefore(park: string, before: Instant, knownAt: Instant = Infinity): Promise<readonly Fact[]> {
    const series = await this.series(park, { kinds: ['state'] });
    const values = [[...series.keys()], fromInstant(before), 1, fromInstant(knownAt)];
    return this.decode('state', series, await this.sql.rows(factsBefore('state'), values), knownAt);
  }

  async registry(park: string, knownAt: Instant = Infinity): Promise<readonly RegistryFact[]> {
    const everything = { kinds: ['registry'] as const, from: -Infinity, to: Infinity, knownAt };
    const facts = await this.factsOfKind(park, 'registry', everything);
    return facts.filter((fact) => fact.kind === 'registry');
  }

  async definitions(park: string, knownAt: Instant = Infinity): Promise<readonly MeasureDefinition[]> {
    const key = await this.dictionary.parks.find(this.sql, park);
    return key === null ? [] : readDefinitions(this.sql, key, knownAt);
  }

  private async factsOfKind(park: string, kind: Fact['kind'], query: FactQuery): Promise<readonly Fact[]> {
    const series = await this.series(park, { kinds: [kind], ...filterFor(kind, query) });
    if (series.size === 0) return [];
    const [from, to] = kind === 'registry' ? [-Infinity, Infinity] : [query.from, query.to];
    const values = [[...series.keys()], fromInstant(from), fromInstant(to)];
    return this.decode(kind, series, await this.sql.rows(factsWithin(kind), values), query.knownAt);
  }

  private async series(park: string, { kinds, groups, subjects }: SeriesFilter): Promise<ReadonlyMap<number, SeriesName>> {
    const key = await this.dictionary.parks.find(this.sql, park);
    if (key === null) return new Map();
    const rows = await this.sql.rows<SeriesRow>(SERIES, [key, kinds, groups ?? null, subjects ?? null]);
    return new Map(rows.map((row) => [row.key, row]));
  }

  private async decode(
    kind: Fact['kind'],
    series: ReadonlyMap<number, SeriesName>,
    rows: readonly FactRow[],
    knownAt?: Instant,
  ): Promise<readonly Fact[]> {
    const { terms } = this.dictionary;
    const events = rows.map(({ event }) => event);
    const origins = await loadOrigins(this.sql, terms, events, knownAt);
    const words = await terms.textsOf(this.sql, rows.flatMap(wordsOf));
    const facts: Fact[] = [];
    for (const row of rows) {
      const [origin, name] = [origins.get(row.event), series.get(row.series)];
      if (origin === undefined || name === undefined) continue;
      facts.push(FACT_TABLES[kind].decode(row, { series: name, origin, words }));
    }
    return facts;
  }
}

function filterFor(kind: Fact['kind'], query: FactQuery): Omit<SeriesFilter, 'kinds'> {
  switch (kind) {
    case 'reading':
      return { groups: query.measures };
    case 'submission':
      return { groups: query.submissions };
    case 'state':
    case 'transmission':
      return { subjects: query.devices };
    case 'registry':
      return {};
  }
}
