import { describe, expect, it, vi } from 'vitest';
import { deriveClauseTimeline } from '../assessment/clauseTimeline.js';
import { deriveLevelTimeline } from '../assessment/levelTimeline.js';
import { decimal } from '../kernel/decimal.js';
import type { MeasureValue } from '../kernel/measureValue.js';
import type { ClauseId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import type { SignalPoint } from '../telemetry/signal.js';
import { AlertBench, STANDARD, START, allAt } from './testing/alertBench.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
vi.setConfig({ testTimeout: 60_000 });
const DWELL = { downSeconds: 1800, upSeconds: 86_400, staleSeconds: 86_400 };

/** Numbers in [0, 1) that are the same in every run. */
function* dice(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

const known = (millionths: number): MeasureValue => ({
  kind: 'known',
  numerator: decimal(String(millionths)),
  denominator: decimal('1000000'),
});

function point(at: Instant, value: MeasureValue): SignalPoint {
  return { at, value, trigger: 'data', asOf: at, freshUntil: null, decidedBy: null, lastKnown: null };
}

/** A minute-by-minute rate within half a percentage point of a threshold. */
function noise(around: number, from: Instant, to: Instant, seed: number): readonly SignalPoint[] {
  const random = dice(seed);
  const points: SignalPoint[] = [];
  for (let at = from; at < to; at += MINUTE)
    points.push(point(at, known(around + Math.round((random.next().value - 0.5) * 10_000))));
  return points;
}

/** The level rows of I10 when its S4 threshold of 0.8 is played by the given rate. */
function levelsOf(points: readonly SignalPoint[], to: Instant) {
  const compiled = STANDARD.byId.get('I10')!;
  const from = points[0]!.at;
  const timelines = compiled.criteria
    .flatMap(({ measures }) => measures)
    .map((clause) => {
      const inputs = {
        signals: new Map([
          ['iot_access_ratio_design' as const, points],
          ['iot_access_ratio_industry' as const, points],
        ]),
        dwellAt: () => DWELL,
        restatedTo: null,
      };
      return deriveClauseTimeline(clause, inputs, null, { from, to });
    });
  return deriveLevelTimeline(
    compiled,
    { before: new Map<ClauseId, never>(), within: timelines.flat() },
    null,
    () => DWELL,
  );
}

const parkStarting = (from: Instant): AlertBench => {
  const bench = allAt(new AlertBench(), from - DAY, 'S4');
  bench.run(from);
  return bench;
};

describe('noise of ±0.5 % around a threshold for 24 hours', () => {
  it.each([1, 2, 3, 4, 5])('gives a stable level at most one alert and one recovery (seed %i)', (seed) => {
    const calm = Array.from({ length: 60 }, (_, minute) => point(START + minute * MINUTE, known(900_000)));
    const after = Array.from({ length: 2 * 24 * 60 }, (_, minute) =>
      point(START + HOUR + DAY + minute * MINUTE, known(900_000)),
    );
    const points = [...calm, ...noise(800_000, START + HOUR, START + HOUR + DAY, seed), ...after];
    const bench = parkStarting(START - 1);
    for (const row of levelsOf(points, START + 4 * DAY))
      bench.level(row.at, 'I10', row.stable.candidate, { raw: row.raw.candidate });
    bench.live(START + 4 * DAY);
    const kinds = bench.events.filter(({ alert }) => alert === '1-1').map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'fired').length).toBeLessThanOrEqual(1);
    expect(kinds.filter((kind) => kind === 'resolved').length).toBeLessThanOrEqual(1);
    expect([...bench.alerts.values()].filter(({ key }) => key.rule === 'A01').length).toBeLessThanOrEqual(1);
  });

  it.each([11, 12, 13])(
    'gives a raw rate at most one alert and one recovery, and no second word (seed %i)',
    (seed) => {
      const gate = 900_000;
      const random = dice(seed);
      let value = 0;
      const bench = parkStarting(START - 2 * HOUR);
      const step = (at: Instant, millionths: number) => {
        value = millionths;
        bench.extra = {
          valueAt: (measure, instant) =>
            measure === 'auto_monitor_data_valid_ratio' && instant === at
              ? point(instant, known(value))
              : null,
        };
        bench.run(at);
      };
      for (let at = START - HOUR; at < START; at += MINUTE) step(at, 990_000);
      for (let at = START; at < START + DAY; at += MINUTE)
        step(at, gate + Math.round((random.next().value - 0.5) * 10_000));
      for (let at = START + DAY; at < START + DAY + HOUR; at += MINUTE) step(at, 990_000);
      const a10 = [...bench.alerts.values()].filter(
        ({ key, firedAt }) => key.rule === 'A10' && firedAt !== null,
      );
      expect(a10).toHaveLength(1);
      expect(a10[0]).toMatchObject({ phase: 'resolved' });
      const words = bench.events.filter(
        ({ alert, kind }) => alert === a10[0]?.id && ['fired', 'worsened', 'resolved'].includes(kind),
      );
      expect(words.map(({ kind }) => kind).filter((kind) => kind !== 'worsened')).toEqual([
        'fired',
        'resolved',
      ]);
      expect(words.length).toBeLessThanOrEqual(3);
    },
  );
});

describe('month end and midnight', () => {
  it('change nothing by themselves', () => {
    const bench = parkStarting(Date.UTC(2026, 10, 29, 4));
    bench.live(Date.UTC(2026, 11, 2, 4));
    expect(bench.events).toEqual([]);
  });
});
