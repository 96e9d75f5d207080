import type { FactQuery, FactReader } from '@parkpulse/application';
import { type Fact, type Instant, type RegistryFact, momentOf } from '@parkpulse/domain';
import type { Dictionary } from '../dictionary/dictionary.js';
import type { SeriesName } from '../dictionary/seriesKeys.js';
import { fromInstant } from '../driver/columnTypes.js';
import type { Sql, Statement } from '../driver/database.js';
import { readDefinitions } from '../settings/definitions.js';
import { FIRST_ONLINE, SERIES, factsBefore, factsWithin } from './factStatements.js';
import { FACT_TABLES, type FactRow, wordsOf } from './factTables.js';
import { loadOrigins } from './origins.js';

type SeriesByKey = ReadonlyMap<number, SeriesName>;

interface SeriesRow extends SeriesName {
  readonly key: number;
}

interface SeriesFilter {
  readonly kind: Fact['kind'];
  readonly groups?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
}

/** Where facts are read: a pool, or the transaction of an assessment. */
export interface FactSource {
  readonly sql: Sql;
  readonly dictionary: Dictionary;
  /** Series by what was asked, where one snapshot is read: no series can come meanwhile. */
  readonly series?: Map<string, SeriesByKey>;
}

/** Reads facts as stored, superseded ones too, in order of their moments. */
export function factReader(source: FactSource): FactReader {
  const { sql, dictionary } = source;
  return {
    async facts(park, query) {
      const found: (readonly Fact[])[] = [];
      for (const kind of query.kinds) found.push(await factsOfKind(source, park, kind, query));
      return found.length === 1 ? found.flat() : found.flat().sort((a, b) => momentOf(a) - momentOf(b));
    },
    readingsBefore: (...question) => readingsBefore(source, question),
    async reportingDevices(park) {
      return [...(await seriesOf(source, park, { kind: 'state' })).values()].map(({ subject }) => subject);
    },
    async firstOnline(park, knownAt = Infinity) {
      const series = await seriesOf(source, park, { kind: 'state' });
      return read(source, {
        kind: 'state',
        series,
        query: FIRST_ONLINE,
        values: [fromInstant(knownAt)],
        knownAt,
      });
    },
    async statesBefore(park, before, knownAt = Infinity) {
      const series = await seriesOf(source, park, { kind: 'state' });
      const values = [fromInstant(before), 1, fromInstant(knownAt)];
      return read(source, { kind: 'state', series, query: factsBefore('state'), values, knownAt });
    },
    async registry(park, knownAt = Infinity) {
      const query = { kinds: ['registry'] as const, from: -Infinity, to: Infinity, knownAt };
      const facts = await factsOfKind(source, park, 'registry', query);
      return facts.filter((fact): fact is RegistryFact => fact.kind === 'registry');
    },
    async definitions(park, knownAt = Infinity) {
      const key = await dictionary.parks.find(park);
      return key === null ? [] : readDefinitions(sql, key, knownAt);
    },
  };
}

async function readingsBefore(
  source: FactSource,
  [park, measures, before, count, knownAt = Infinity]: Parameters<FactReader['readingsBefore']>,
): Promise<readonly Fact[]> {
  const groups = measures.length === 0 ? undefined : measures;
  const series = await seriesOf(source, park, { kind: 'reading', groups });
  const values = [fromInstant(before), count, fromInstant(knownAt)];
  return read(source, { kind: 'reading', series, query: factsBefore('reading'), values, knownAt });
}

async function factsOfKind(
  source: FactSource,
  park: string,
  kind: Fact['kind'],
  query: FactQuery,
): Promise<readonly Fact[]> {
  const series = await seriesOf(source, park, filterFor(kind, query));
  const [from, to] = kind === 'registry' ? [-Infinity, Infinity] : [query.from, query.to];
  const values = [fromInstant(from), fromInstant(to)];
  return read(source, { kind, series, query: factsWithin(kind), values, knownAt: query.knownAt ?? Infinity });
}

function filterFor(kind: Fact['kind'], query: FactQuery): SeriesFilter {
  switch (kind) {
    case 'reading':
      return { kind, groups: query.measures };
    case 'submission':
      return { kind, groups: query.submissions };
    case 'state':
    case 'transmission':
      return { kind, subjects: query.devices };
    case 'registry':
      return { kind };
  }
}

async function seriesOf(source: FactSource, park: string, filter: SeriesFilter): Promise<SeriesByKey> {
  const asked = JSON.stringify([park, filter.kind, filter.groups, filter.subjects]);
  const held = source.series?.get(asked);
  if (held !== undefined) return held;
  const found = await readSeries(source, park, filter);
  source.series?.set(asked, found);
  return found;
}

async function readSeries(
  { sql, dictionary }: FactSource,
  park: string,
  filter: SeriesFilter,
): Promise<SeriesByKey> {
  const key = await dictionary.parks.find(park);
  if (key === null) return new Map();
  const { kind, groups, subjects } = filter;
  const rows = await sql.rows<SeriesRow>(SERIES, [key, [kind], groups ?? null, subjects ?? null]);
  return new Map(rows.map((row) => [row.key, row]));
}

interface Reading {
  readonly kind: Fact['kind'];
  readonly series: SeriesByKey;
  readonly query: Statement;
  /** Of the statement, behind the series. */
  readonly values: readonly unknown[];
  readonly knownAt: Instant;
}

async function read({ sql, dictionary }: FactSource, reading: Reading): Promise<readonly Fact[]> {
  const { kind, series, query, values, knownAt } = reading;
  if (series.size === 0) return [];
  const rows = await sql.rows<FactRow>(query, [[...series.keys()], ...values]);
  const { terms } = dictionary;
  const events = rows.map(({ event }) => event);
  const origins = await loadOrigins(sql, terms, events, knownAt);
  const words = await terms.textsOf(rows.flatMap(wordsOf));
  const facts: Fact[] = [];
  for (const row of rows) {
    const [origin, name] = [origins.get(row.event), series.get(row.series)];
    if (origin === undefined || name === undefined) continue;
    facts.push(FACT_TABLES[kind].decode(row, { series: name, origin, words }));
  }
  return facts;
}
