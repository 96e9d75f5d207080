import { describe, expect, it } from 'vitest';
import { compileIndicator } from '../inference/compileStandard.js';
import { decimal } from '../kernel/decimal.js';
import type { MeasureValue } from '../kernel/measureValue.js';
import { atLeast, defineIndicator } from '../standard/defineIndicator.js';
import type { SignalPoint, SignalTrigger } from '../telemetry/signal.js';
import { type ClauseInputs, deriveClauseTimeline } from './clauseTimeline.js';
import type { ClauseRow } from './rows.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DWELL = { downSeconds: 1800, upSeconds: 86_400, staleSeconds: 86_400 };

const clause = compileIndicator(
  defineIndicator({
    id: 'I10',
    secondary: 'Q04',
    slug: 'iot',
    zh: '物联网平台',
    en: 'IoT platform',
    weight: '0.15',
    table: 'A.3',
    basis: ['telemetry'],
    references: [],
    rulings: [],
    levels: { S2: {}, S3: {}, S4: { measures: [atLeast('iot_access_ratio_design', '0.8')] }, S5: {} },
  } as never),
).criteria[2]!.measures[0]!;

const known = (numerator: number, denominator: number): MeasureValue => ({
  kind: 'known',
  numerator: decimal(String(numerator)),
  denominator: decimal(String(denominator)),
});
const STALE: MeasureValue = { kind: 'unknown', reason: 'stale' };

function point(at: number, value: MeasureValue, trigger: SignalTrigger = 'data'): SignalPoint {
  return { at, value, trigger, asOf: at, freshUntil: null, decidedBy: null, lastKnown: null };
}

function timeline(
  points: readonly SignalPoint[],
  to: number,
  extra: Partial<ClauseInputs> = {},
): readonly ClauseRow[] {
  const inputs = {
    signals: new Map([['iot_access_ratio_design' as const, points]]),
    dwellAt: () => DWELL,
    restatedTo: null,
  };
  return deriveClauseTimeline(clause, { ...inputs, ...extra }, null, { from: points[0]!.at, to });
}

const told = (rows: readonly ClauseRow[]): unknown[] =>
  rows.map(({ at, raw, confirmed, held }) => [at, raw, confirmed, held]);

describe('clause timeline', () => {
  it('confirms the first known status at once', () => {
    expect(told(timeline([point(0, known(8, 10))], HOUR))).toEqual([[0, 'met', 'met', false]]);
  });

  it('confirms a fall from met only after it has held for the down dwell', () => {
    const rows = timeline([point(0, known(8, 10)), point(HOUR, known(7, 10))], 3 * HOUR);
    expect(told(rows)).toEqual([
      [0, 'met', 'met', false],
      [HOUR, 'unmet', 'met', false],
      [HOUR + 30 * MINUTE, 'unmet', 'unmet', false],
    ]);
  });

  it('forgets a fall that recovers within the dwell', () => {
    const rows = timeline(
      [point(0, known(8, 10)), point(HOUR, known(7, 10)), point(HOUR + 29 * MINUTE, known(8, 10))],
      9 * HOUR,
    );
    expect(told(rows)).toEqual([
      [0, 'met', 'met', false],
      [HOUR, 'unmet', 'met', false],
      [HOUR + 29 * MINUTE, 'met', 'met', false],
    ]);
  });

  it('confirms a rise from unmet to met after the up dwell', () => {
    const rows = timeline([point(0, known(7, 10)), point(HOUR, known(8, 10))], 26 * HOUR);
    expect(told(rows).at(-1)).toEqual([25 * HOUR, 'met', 'met', false]);
  });

  it('holds a stale clause under a mark for a day, then lets it go unknown', () => {
    const rows = timeline([point(0, known(8, 10)), point(HOUR, STALE, 'staleness')], 26 * HOUR);
    expect(told(rows)).toEqual([
      [0, 'met', 'met', false],
      [HOUR, 'unknown', 'met', true],
      [25 * HOUR, 'unknown', 'unknown', false],
    ]);
    expect(rows[1]?.cause).toBe('staleness');
  });

  it('counts what comes after a confirmed unknown at once', () => {
    const rows = timeline(
      [point(0, known(8, 10)), point(HOUR, STALE, 'staleness'), point(30 * HOUR, known(7, 10))],
      31 * HOUR,
    );
    expect(told(rows).at(-1)).toEqual([30 * HOUR, 'unmet', 'unmet', false]);
  });

  it('lets a change of rule count at once', () => {
    const rows = timeline([point(0, known(8, 10)), point(HOUR, known(7, 10), 'rule')], 2 * HOUR);
    expect(told(rows).at(-1)).toEqual([HOUR, 'unmet', 'unmet', false]);
    expect(rows.at(-1)?.cause).toBe('rule');
  });

  it('names the denominator when the numerator alone would have kept the status', () => {
    const rows = timeline([point(0, known(8, 10)), point(HOUR, known(8, 11))], 2 * HOUR);
    expect(rows[1]?.cause).toBe('denominator');
  });

  it('names the value when the numerator fell', () => {
    const rows = timeline([point(0, known(8, 10)), point(HOUR, known(7, 10))], 2 * HOUR);
    expect(rows[1]?.cause).toBe('value');
  });

  it('names the register when a register entry moved the value', () => {
    const rows = timeline([point(0, known(8, 10)), point(HOUR, known(8, 11), 'registry')], 2 * HOUR);
    expect(rows[1]?.cause).toBe('registry');
  });

  it('names a restatement for what late data rewrote', () => {
    const rows = timeline([point(0, known(8, 10)), point(HOUR, known(7, 10))], 2 * HOUR, {
      restatedTo: HOUR,
    });
    expect(rows[1]?.cause).toBe('restatement');
  });

  it('gives the same rows in two runs as in one', () => {
    const points = [
      point(0, known(8, 10)),
      point(HOUR, known(7, 10)),
      point(2 * HOUR, STALE, 'staleness'),
      point(40 * HOUR, known(9, 10)),
    ];
    const whole = timeline(points, 90 * HOUR);
    for (const cut of [0, HOUR - 1, HOUR, HOUR + 30 * MINUTE, 26 * HOUR, 40 * HOUR, 64 * HOUR]) {
      const first = timeline(
        points.filter(({ at }) => at <= cut),
        cut,
      );
      const inputs = {
        signals: new Map([['iot_access_ratio_design' as const, points]]),
        dwellAt: () => DWELL,
        restatedTo: null,
      };
      const second = deriveClauseTimeline(clause, inputs, first.at(-1) ?? null, {
        from: cut + 1,
        to: 90 * HOUR,
      });
      expect([...first, ...second]).toEqual(whole);
    }
  });
});
