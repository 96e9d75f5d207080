import type { StorableEvent, StreamId } from '@parkpulse/application';
import { EVENT_TYPES, type FactColumns, decodeEvent, decodeRows, openColumns } from '@parkpulse/contracts';
import { type Fact, HGT_6313_2024 } from '@parkpulse/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { MINUTE, NOON, PARK, STREAM, commitOf } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

const CONTEXT = {
  now: NOON,
  catalogue: new Map(
    HGT_6313_2024.measures.map(({ key, unit, scope, cappedAtOne }) => [
      key,
      { unit, scope, mayExceedOne: !cappedAtOne },
    ]),
  ),
};
const RATIOS = HGT_6313_2024.measures.filter(({ unit, scope }) => unit === 'ratio' && scope === 'park');
const OTHERS = HGT_6313_2024.measures.filter(({ unit, scope }) => unit !== 'ratio' && scope === 'park');
const FACTORY = HGT_6313_2024.measures.find(({ unit, scope }) => unit === 'ratio' && scope === 'factory');

let database: TestDatabase;
let postgres: Postgres;
beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
  await postgres.settings.createPark(PARK);
});
afterAll(() => database.drop());

/** Readings of every kind there is, as a producer sends them. */
function readingsAt(index: number): readonly object[] {
  const time = new Date(NOON - index * MINUTE).toISOString();
  return [
    ...RATIOS.slice(0, 20).map(({ key }, n) => ({
      measure: key,
      numerator: n + index,
      denominator: 1000,
      time,
    })),
    { measure: RATIOS[20]?.key, value: 0.8125, time },
    { measure: RATIOS[21]?.key, numerator: 0.5, denominator: 3, missing: ['D-17', 'D-18'], time },
    { measure: RATIOS[22]?.key, value: '0.33333333333333333333', time },
    { measure: RATIOS[23]?.key, value: '0.0000001', time },
    ...OTHERS.slice(0, 2).map(({ key }) => ({ measure: key, value: 3, time })),
    ...['E-1', 'E-2'].map((enterprise) => ({
      measure: FACTORY?.key,
      numerator: 1,
      denominator: 4,
      enterprise,
      time,
    })),
  ];
}

function textOf(index: number): Buffer {
  const isState = index % 5 === 4;
  const devices = ['online', 'offline', 'fault', 'maintenance'].map((state, n) => ({
    device: `D-${n}`,
    state,
  }));
  const event = {
    ...{
      specversion: '1.0',
      id: `row-${index}`,
      source: `urn:rows:${index % 3}`,
      subject: 'p1',
      sequence: index % 2,
    },
    type: isState ? EVENT_TYPES.deviceStatus : EVENT_TYPES.reading,
    time: new Date(NOON - index * MINUTE).toISOString(),
    data: isState ? { devices } : { readings: readingsAt(index) },
  };
  // Numbers that JavaScript cannot write are kept as text in here.
  return Buffer.from(JSON.stringify(event).replace(/"(0\.[03]+1?)"/g, '$1'));
}

function toEvent(
  index: number,
  stream: StreamId,
  columns: FactColumns | null,
  subject = 'p1',
): StorableEvent {
  const { topic, partition } = stream;
  const position = { partition, offset: index, knownAt: NOON };
  const record = { bytes: textOf(index), topic: null, position };
  const decoded = decodeEvent(record, CONTEXT);
  if (decoded.kind === 'rejected') throw new Error(decoded.detail.en);
  const { source, id, time, sequence } = decoded;
  const facts = decoded.facts.map((fact): Fact => ({ ...fact, origin: { ...fact.origin, topic } }));
  const event = {
    park: subject,
    source,
    id,
    time,
    sequence,
    facts,
    offset: index,
    receivedAt: NOON,
    payload: null,
  };
  if (columns === null) return event;
  const rows = decodeRows(record, CONTEXT, columns);
  if (rows === null) throw new Error(`event ${index} was not read as rows`);
  // Whoever stores it must not need the facts.
  return Object.defineProperty({ ...event, rows: { columns, from: rows.from, to: rows.to } }, 'facts', {
    get: () => {
      throw new Error('the facts of an event with rows were made');
    },
  });
}

const COUNT = 300;
const indices = Array.from({ length: COUNT }, (_, index) => index);
let partition = 100;
async function claim(): Promise<StreamId> {
  partition += 1;
  const stream = { ...STREAM, partition };
  await postgres.ingest.claim(stream);
  return stream;
}

async function stored(kinds: readonly Fact['kind'][]): Promise<readonly Fact[]> {
  return postgres.read.facts('p1', { kinds, from: 0, to: Number.MAX_SAFE_INTEGER });
}

function inOrder(facts: readonly Fact[]): readonly string[] {
  return facts.map((fact) => JSON.stringify(fact, Object.keys(fact).sort())).sort();
}

describe('events read as rows', () => {
  it('are stored as the facts they are, and are known again whichever way they come', async () => {
    const stream = await claim();
    const columns = openColumns(10);
    const range = { expectedOffset: 0, nextOffset: COUNT };
    const asRows = indices.map((index) => toEvent(index, stream, columns));
    expect(await postgres.ingest.commit(commitOf(asRows, { stream, ...range }))).toMatchObject({
      stored: COUNT,
      duplicates: 0,
      conflicts: 0,
      parks: ['p1'],
    });
    const facts = indices.flatMap((index) => toEvent(index, stream, null).facts);
    expect(inOrder(await stored(['reading', 'state']))).toEqual(inOrder(facts));

    const again = await claim();
    const asFacts = indices.map((index) => toEvent(index, again, null));
    expect(await postgres.ingest.commit(commitOf(asFacts, { stream: again, ...range }))).toMatchObject({
      stored: 0,
      duplicates: COUNT,
      conflicts: 0,
    });
    const third = await claim();
    const mixed = indices.map((index) => toEvent(index, third, index % 2 === 0 ? columns : null));
    expect(await postgres.ingest.commit(commitOf(mixed, { stream: third, ...range }))).toMatchObject({
      stored: 0,
      duplicates: COUNT,
    });
    expect(inOrder(await stored(['reading', 'state']))).toEqual(inOrder(facts));
  });

  it('touch what they speak about, each kind and measure once a batch', async () => {
    await postgres.settings.createPark({ ...PARK, id: 'p2' });
    const stream = await claim();
    const columns = openColumns(10);
    const events = indices.map((index) => toEvent(index, stream, columns, 'p2'));
    await postgres.ingest.commit(commitOf(events, { stream, expectedOffset: 0, nextOffset: COUNT }));
    let touches: readonly object[] = [];
    await postgres.assessments
      .assess('p2', (session) => {
        touches = session.touches;
        throw new Error('seen');
      })
      .catch(() => undefined);
    const from = NOON - (COUNT - 2) * MINUTE;
    expect(touches).toContainEqual({ kind: 'reading', group: RATIOS[0]?.key, from, to: NOON, knownAt: NOON });
    const state = {
      kind: 'state',
      group: '',
      from: NOON - (COUNT - 1) * MINUTE,
      to: NOON - 4 * MINUTE,
      knownAt: NOON,
    };
    expect(touches).toContainEqual(state);
    expect(touches).toHaveLength(1 + 24 + 2 + 1);
  });
});
