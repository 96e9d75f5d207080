import { describe, expect, it } from 'vitest';
import { countItems, type OutboundEvent } from '../event/cloudEvent.js';
import { FLEETS, fleetRegistry, type IncidentPlan } from './fleet.js';
import { type IncidentKind, INCIDENTS } from './incidents.js';

const FROM = Date.parse('2026-10-31T23:30:00+08:00');
const PLAN: IncidentPlan = { size: 'S', park: 'load', from: FROM, minutes: 40 };
const KINDS = Object.keys(INCIDENTS) as IncidentKind[];
const played = new Map<IncidentKind, readonly OutboundEvent[]>();
const play = (kind: IncidentKind, plan?: IncidentPlan): readonly OutboundEvent[] => {
  if (plan) return [...INCIDENTS[kind](plan)];
  const events = played.get(kind) ?? [...INCIDENTS[kind](PLAN)];
  played.set(kind, events);
  return events;
};
const itemsOf = (events: readonly OutboundEvent[]) =>
  events.reduce((sum, { event }) => sum + countItems(event), 0);
const statesOf = (events: readonly OutboundEvent[]) =>
  events.flatMap(({ event }) => ('devices' in event.data ? event.data.devices : []));
const minuteOf = (time: string) => Math.floor((Date.parse(time) - FROM) / 60_000);
const STEADY = 2000 * 40;

describe('An incident', { timeout: 30_000 }, () => {
  it.each(KINDS)('has unique ids and events of at most 1000 items: %s', (kind) => {
    const events = play(kind);
    expect(new Set(events.map(({ event }) => `${event.source} ${event.id}`)).size).toBe(events.length);
    expect(events.every(({ event }) => countItems(event) <= 1000 && event.subject === 'load')).toBe(true);
  });

  it.each(KINDS.filter((kind) => kind !== 'clock_skew'))('comes in time order: %s', (kind) => {
    const times = play(kind).map(({ event }) => Date.parse(event.time));
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
  });

  it('is the same every time', () => {
    expect(JSON.stringify(play('late_burst', PLAN))).toBe(JSON.stringify(play('late_burst')));
  });

  it('is played on a fleet of the size asked for', () => {
    for (const size of ['S', 'M'] as const) {
      const { points, enterprises } = FLEETS[size];
      const entries = [...fleetRegistry({ ...PLAN, size })];
      expect(entries.length).toBe(points + enterprises);
      expect(itemsOf(play('steady', { ...PLAN, size, minutes: 4 }))).toBe(points * 4);
    }
    const [first] = INCIDENTS.steady({ ...PLAN, size: 'XL' });
    expect(first && countItems(first.event)).toBe(200);
  });
});

describe('Each incident does what it says', { timeout: 30_000 }, () => {
  it('a gateway outage loses the states of every tenth gateway for half the time', () => {
    expect(itemsOf(play('gateway_outage'))).toBe(STEADY - 200 * 20);
  });

  it('a flapping point drops every other two minutes', () => {
    const states = statesOf(play('flapping')).filter(({ device }) => device === 'P-000038');
    expect(states.filter(({ state }) => state === 'offline')).toHaveLength(10);
    expect(states).toHaveLength(40);
  });

  it('skewed clocks state other times than the events around them', () => {
    const ahead = play('clock_skew').filter(({ event }) => event.id.startsWith('skewed:'));
    expect(ahead).toHaveLength(2 * 20);
    expect(ahead.some(({ event }) => event.source === '/load/gateway-7')).toBe(true);
  });

  it('a late burst delivers everything after all', () => {
    const events = play('late_burst');
    expect(itemsOf(events)).toBe(STEADY);
    const bursts = events.filter(({ event }) => event.id.startsWith('burst:'));
    expect(itemsOf(bursts)).toBe(2 * 200 * 20);
    expect(bursts.every(({ event }) => minuteOf(event.time) === 30)).toBe(true);
  });

  it('stop-use is declared before the points fall silent', () => {
    const events = play('stop_use');
    const declared = events.filter(({ topic }) => topic === 'park.registry');
    expect(declared).toHaveLength(40);
    expect(declared.every(({ event }) => minuteOf(event.time) < 10)).toBe(true);
    expect(itemsOf(events) - declared.length).toBe(STEADY - 40 * 20);
  });

  it('at the end of a month some file in time and some too late, all for that month', () => {
    const filings = play('month_end', { ...PLAN, minutes: 60 }).flatMap(({ event }) =>
      'submissions' in event.data ? event.data.submissions : [],
    );
    expect(new Set(filings.map(({ period }) => period))).toEqual(new Set(['2026-10']));
    const late = filings.filter(({ time }) => Date.parse(time) >= Date.parse('2026-11-01T00:00:00+08:00'));
    expect(filings).toHaveLength(60);
    expect(late.length).toBe(0);
    const rushed = play('month_end', { ...PLAN, from: FROM + 15 * 60_000, minutes: 30 }).flatMap(
      ({ event }) => ('submissions' in event.data ? event.data.submissions : []),
    );
    expect(
      rushed.filter(({ time }) => Date.parse(time) >= Date.parse('2026-11-01T00:00:00+08:00')),
    ).toHaveLength(30);
  });

  it('a new enterprise owes before it delivers', () => {
    const events = play('new_enterprise');
    const entries = events.filter(({ topic }) => topic === 'park.registry');
    expect(entries).toHaveLength(201);
    expect(minuteOf(entries[0]!.event.time)).toBe(10);
    const first = statesOf(events).find(({ device }) => device === 'P-002001');
    expect(minuteOf(first!.time)).toBe(20);
  });
});
