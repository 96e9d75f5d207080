import { decodeEvent, type MeasureCatalogue } from '@parkpulse/contracts';
import { boundOf, MEASURES } from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import { countItems, type OutboundEvent } from '../event/cloudEvent.js';
import { demoHistory, demoLive, demoRegistry, DemoWorld } from './demoWorld.js';
import { demoManifest } from './manifest.js';

const ANCHOR = Date.parse('2026-11-24T14:20:30+08:00');
const CATALOGUE: MeasureCatalogue = new Map(
  MEASURES.map(({ key, unit, scope }) => [key, { unit, scope, mayExceedOne: !boundOf(key).cappedAtOne }]),
);
const DAY_MS = 86_400_000;
const history = [...demoHistory(ANCHOR)];
const world = new DemoWorld(ANCHOR);
const items = history.reduce((sum, { event }) => sum + countItems(event), 0);
const codeOf = ({ event, topic, key }: OutboundEvent) => {
  const decoded = decodeEvent(
    { bytes: Buffer.from(JSON.stringify(event)), topic, key },
    { catalogue: CATALOGUE, now: ANCHOR },
  );
  return decoded.kind === 'rejected' ? `${decoded.code} ${decoded.pointer}` : decoded.notes.unknownFields;
};
const flatItems = (events: readonly OutboundEvent[]) =>
  events.flatMap(({ event }) =>
    Object.values(event.data).flatMap((list) =>
      Array.isArray(list) ? (list as unknown[]).map((item) => JSON.stringify(item)) : [],
    ),
  );

describe('The history of the demo', { timeout: 30_000 }, () => {
  it('is large enough to be interesting and small enough to be taken in at once', () => {
    expect(items).toBeGreaterThan(150_000);
    expect(items).toBeLessThan(250_000);
    expect(history.length).toBeLessThan(1500);
  });

  it('comes in time order, before the anchor, marked as old data on purpose', () => {
    const times = history.map(({ event }) => Date.parse(event.time));
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
    expect(times.at(-1)).toBeLessThan(ANCHOR);
    expect(history.every(({ event }) => event.replay === true)).toBe(true);
  });

  it('has unique ids', () => {
    expect(new Set(history.map(({ event }) => `${event.source} ${event.id}`)).size).toBe(history.length);
  });

  it('holds nothing that the contract refuses or does not know', { timeout: 60_000 }, () => {
    expect(new Set(history.map(codeOf))).toEqual(new Set([0]));
    expect(Math.max(...history.map(({ event }) => JSON.stringify(event).length))).toBeLessThan(256 * 1024);
  });

  it('is the same for the same anchor, and another for another', () => {
    const firstOf = (anchor: number) => {
      const events = demoHistory(anchor)[Symbol.iterator]();
      return JSON.stringify(
        Array.from({ length: 300 }, () => events.next().value as OutboundEvent | undefined),
      );
    };
    expect(firstOf(ANCHOR)).toBe(JSON.stringify(history.slice(0, 300)));
    expect(firstOf(ANCHOR + DAY_MS)).not.toBe(firstOf(ANCHOR));
  });

  it('registers 42 enterprises, 60 devices and 20 systems, the extension among them later', () => {
    const entries = demoRegistry(ANCHOR);
    expect(JSON.stringify(entries)).toBe(
      JSON.stringify(history.filter(({ topic }) => topic === 'park.registry')),
    );
    const idsOf = (kind: string) =>
      new Set(entries.filter(({ key }) => key.includes(`/${kind}/`)).map(({ key }) => key));
    expect([idsOf('enterprise').size, idsOf('device').size, idsOf('system').size]).toEqual([42, 60, 20]);
    const joins = entries.filter(
      ({ event, key }) => key.includes('/enterprise/') && event.time > history[0]!.event.time,
    );
    expect(joins.length).toBeGreaterThanOrEqual(12);
  });

  it('restates what was stated wrongly, with a higher sequence', () => {
    const restated = history.filter(({ event }) => event.sequence === 1);
    expect(restated).toHaveLength(1);
    const data = restated[0]!.event.data;
    expect('readings' in data && data.readings.every(({ measure }) => measure === 'data_lake_ratio')).toBe(
      true,
    );
  });

  it.each([Date.parse('2026-03-01T00:00:00+08:00'), Date.parse('2024-02-29T23:59:59+08:00')])(
    'can be set up at any moment: %i',
    (anchor) => {
      const events = [...demoHistory(anchor)];
      expect(Date.parse(events.at(-1)!.event.time)).toBeLessThanOrEqual(anchor);
      expect(events.length).toBeGreaterThan(800);
    },
  );
});

describe('The live demo', { timeout: 30_000 }, () => {
  it('goes on where the history ends, without a gap and without saying anything twice', () => {
    const day = [...world.live(ANCHOR, ANCHOR + DAY_MS / 4)];
    const ids = [...history, ...day].map(({ event }) => `${event.source} ${event.id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const told = new Set(flatItems(history.slice(-40)));
    expect(flatItems(day).filter((item) => told.has(item))).toEqual([]);
  });

  it('says the same whether it is asked every minute or catches up', () => {
    const minutely = demoLive(ANCHOR);
    const late = demoLive(ANCHOR);
    const told: OutboundEvent[] = [];
    for (let minute = 1; minute <= 90; minute += 1) told.push(...minutely.due(ANCHOR + minute * 60_000));
    const caughtUp = late.due(ANCHOR + 90 * 60_000);
    const plain = (events: readonly OutboundEvent[]) =>
      events.map(({ event }) => ({ ...event, replay: undefined }));
    expect(plain(caughtUp)).toEqual(plain(told));
    expect(told.every(({ event }) => event.replay === undefined)).toBe(true);
    expect(caughtUp[0]!.event.replay).toBe(true);
    expect(late.due(ANCHOR + 90 * 60_000)).toEqual([]);
    expect(late.nextAt - late.toldUntil).toBe(60_000);
  });

  it('is never ahead of its time', () => {
    const live = demoLive(ANCHOR);
    const now = ANCHOR + 3 * 3_600_000;
    expect(live.due(now).every(({ event }) => Date.parse(event.time) <= now)).toBe(true);
  });

  it('catches up after a long pause in steps', () => {
    const live = demoLive(ANCHOR);
    const now = ANCHOR + 8 * 3_600_000;
    const first = live.due(now);
    expect(live.nextAt).toBeLessThan(now);
    expect(first.length).toBeGreaterThan(0);
    expect(live.due(now).length).toBeGreaterThan(0);
    expect(live.due(now)).toEqual([]);
  });

  it('still speaks after the recordings have begun again', () => {
    const far = ANCHOR + 500 * DAY_MS;
    const hour = [...world.live(far, far + 3_600_000)];
    expect(new Set(hour.map(({ event }) => event.source)).size).toBeGreaterThanOrEqual(4);
  });
});

describe('The manifest', () => {
  it('tells of every measure and every source where it comes from', () => {
    expect(demoManifest.measures.map(({ measure }) => measure)).toEqual(MEASURES.map(({ key }) => key));
    const recorded = demoManifest.measures.filter(({ kind }) => kind === 'recorded');
    expect(
      recorded.every(({ licence, attribution }) => licence !== undefined && attribution !== undefined),
    ).toBe(true);
    const sources = new Set(history.map(({ event }) => event.source));
    expect(new Set(demoManifest.sources.map(({ source }) => source))).toEqual(sources);
  });
});
