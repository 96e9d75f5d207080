import { describe, expect, it } from 'vitest';
import { countItems } from './cloudEvent.js';
import { packItems, type TimedItem } from './packItems.js';

const OPTIONS = { park: 'demo', batch: 'b', most: 2, replay: true };
const state = (at: number, source = '/a'): TimedItem => ({
  at,
  source,
  kind: 'state',
  item: { device: `D-${at}`, state: 'online', time: new Date(at).toISOString() },
});
const reading = (at: number, sequence?: number): TimedItem => ({
  at,
  source: '/a',
  kind: 'reading',
  item: { measure: 'mlps_level', time: new Date(at).toISOString(), value: 3 },
  ...(sequence === undefined ? {} : { sequence }),
});

describe('Items packed into events', () => {
  it('are kept apart by source, kind and sequence, and cut to the size', () => {
    const events = packItems(
      [state(1), state(2), state(3), state(1, '/b'), reading(1), reading(1, 1)],
      OPTIONS,
    );
    expect(
      events.map(({ event }) => [
        event.source,
        event.type.split('.')[1],
        event.sequence ?? 0,
        countItems(event),
      ]),
    ).toEqual([
      ['/b', 'device', 0, 1],
      ['/a', 'measure', 0, 1],
      ['/a', 'measure', 1, 1],
      ['/a', 'device', 0, 2],
      ['/a', 'device', 0, 1],
    ]);
  });

  it('come in the order of their newest items, with ids that are unique per source', () => {
    const events = packItems([state(9), state(1), state(5), reading(2)], OPTIONS);
    const times = events.map(({ event }) => Date.parse(event.time));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(events.map(({ event }) => `${event.source} ${event.id}`)).size).toBe(events.length);
  });

  it('give the same events every time', () => {
    const items = [state(3), state(1), reading(2)];
    expect(packItems(items, OPTIONS)).toEqual(packItems(items, OPTIONS));
  });

  it('stand alone when they are register entries, keyed by what they speak of, before what is said at the same time', () => {
    const entry: TimedItem = {
      at: 1,
      source: '/r',
      kind: 'entry',
      item: { kind: 'system', id: 'S-1', effectiveFrom: '2026-01-01T00:00:00Z', attributes: { name: 'x' } },
    };
    const events = packItems([state(1), entry, { ...entry }], OPTIONS);
    expect(events.map(({ key }) => key)).toEqual(['demo/system/S-1', 'demo/system/S-1', 'demo']);
  });
});
