import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndicatorId } from '../standard/ids.js';
import { AlertBench, START, allAt } from './testing/alertBench.js';

const MINUTE = 60_000;
const IDS: readonly IndicatorId[] = ['I06', 'I10', 'I17', 'I38', 'I14'];
const LEVELS = ['S2', 'S3', 'S4', 'S4'] as const;

const acts = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('level' as const),
      id: fc.constantFrom(...IDS),
      level: fc.constantFrom(...LEVELS),
      cause: fc.constantFrom('value', 'value', 'value', 'rule', 'staleness' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('silence' as const),
      id: fc.constantFrom(...IDS),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ack' as const), index: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('shelve' as const),
      index: fc.nat(3),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('outage' as const), minutes: fc.integer({ min: 1, max: 600 }) }),
  },
);
const timelines = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), acts), { minLength: 1, maxLength: 14 });

type Act = (typeof timelines extends fc.Arbitrary<infer T> ? T : never)[number];

function play(timeline: readonly Act[]): AlertBench {
  const channels = [
    { id: 'all', minSeverity: 'reminder', step: 0, audience: 'all' },
    { id: 'pager', minSeverity: 'alarm', step: 0, audience: 'all' },
    { id: 'boss', minSeverity: 'reminder', step: 2, audience: 'all' },
  ] as const;
  const bench = allAt(new AlertBench({ channels }), START - 86_400_000, 'S4');
  bench.run(START);
  let at = START;
  for (const [minutes, act] of timeline) {
    at += minutes * MINUTE;
    if (act.kind === 'outage') at += act.minutes * MINUTE;
    else bench.live(at);
    perform(bench, act, at);
    bench.run(at + 1);
  }
  return bench.live(at + 2 * 86_400_000);
}

function perform(bench: AlertBench, act: Act[1], at: number): void {
  if (act.kind === 'level') bench.level(at, act.id, act.level, { cause: act.cause as 'value' });
  if (act.kind === 'silence') {
    bench.silence({
      id: `s${at}`,
      kind: 'silence',
      matcher: { indicators: [act.id] },
      by: 'duty',
      reason: 'r',
      from: at,
      to: at + act.minutes * MINUTE,
    });
  }
  const held =
    'index' in act ? bench.book.alerts.filter(({ phase }) => phase !== 'resolved')[act.index] : undefined;
  if (held === undefined) return;
  if (act.kind === 'ack') bench.act(held.id, { kind: 'acknowledge', text: null }, at);
  if (act.kind === 'shelve')
    bench.act(held.id, { kind: 'shelve', reason: 'r', until: at + act.minutes * MINUTE }, at);
}

/** What each channel was told of each alert, in order, repeats apart. */
function stories(
  bench: AlertBench,
): readonly { readonly channel: string; readonly alert: string; readonly told: readonly string[] }[] {
  const told = new Map<string, string[]>();
  for (const { channel, message } of bench.sent) {
    if (message.kind === 'repeat') continue;
    for (const line of message.lines) {
      if (line.status === 'context') continue;
      const key = `${channel} ${line.alert}`;
      told.set(key, [...(told.get(key) ?? []), `${line.status}:${line.transition}:${message.step}`]);
    }
  }
  return [...told].map(([key, words]) => ({
    channel: key.split(' ')[0]!,
    alert: key.split(' ')[1]!,
    told: words,
  }));
}

describe('what people are told, on random histories', () => {
  it('is never twice the same, never resolved before firing, and ends where the alert ended', () => {
    fc.assert(
      fc.property(timelines, (timeline) => {
        const bench = play(timeline);
        for (const { alert, told } of stories(bench)) {
          expect(new Set(told).size).toBe(told.length);
          const first = told[0]!.split(':')[0];
          expect(['firing', 'merged']).toContain(first);
          const over = told.findIndex((word) => word.startsWith('resolved') || word.startsWith('merged'));
          if (over >= 0) expect(over).toBe(told.length - 1);
          const ended = bench.alerts.get(alert)?.phase === 'resolved';
          expect(over >= 0).toBe(ended);
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('leaves at most one alert open per key, whose state is the fold of its events', () => {
    fc.assert(
      fc.property(timelines, (timeline) => {
        const bench = play(timeline);
        const open = bench.book.alerts
          .filter(({ phase }) => phase !== 'resolved')
          .map(({ key }) => `${key.rule} ${key.indicator ?? ''}`);
        expect(new Set(open).size).toBe(open.length);
        expect(bench.book.alerts.length).toBeLessThan(12);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
