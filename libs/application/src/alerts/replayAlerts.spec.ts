import {
  DEFAULT_NOTICE_POLICY,
  HGT_6313_2024,
  type IndicatorId,
  type Instant,
  LOWEST_LEVELS,
  type Level,
  type LevelRow,
  type MeasureKey,
  type NoticePolicy,
  type SignalPoint,
  compileStandard,
  decimal,
  scoreRowAt,
  toMeasureValue,
  boundOf,
} from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import { assessmentRules } from '../assess/rules.js';
import { type LivedSpan, replayAlerts } from './replayAlerts.js';

const RULES = assessmentRules(compileStandard(HGT_6313_2024));
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 9, 1);
const MEASURE: MeasureKey = 'iot_access_ratio_design';

function levelRow(indicator: IndicatorId, at: Instant, candidate: Level): LevelRow {
  const levels = { ...LOWEST_LEVELS, candidate };
  return {
    indicator,
    at,
    stable: levels,
    raw: levels,
    stale: false,
    pending: null,
    since: at,
    cause: 'value',
    rawCause: 'value',
    clauses: [],
  };
}

/** A park whose indicators stood at S5, and then as the rows say. */
function lived(rows: readonly LevelRow[], days: number, rates: LivedSpan['rates'] = new Map()): LivedSpan {
  const levels = new Map(
    HGT_6313_2024.indicators.map(({ id }) => [id, levelRow(id, START - DAY, 'S5').stable] as const),
  );
  const before = new Map([...levels.keys()].map((id) => [id, levelRow(id, START - DAY, 'S5')] as const));
  const scoreBefore = scoreRowAt(HGT_6313_2024, RULES.plan, START - DAY, levels);
  const scores = rows.map((row) => {
    levels.set(row.indicator, row.stable);
    return scoreRowAt(HGT_6313_2024, RULES.plan, row.at, levels);
  });
  const span = { zone: 'Asia/Shanghai', from: START, to: START + days * DAY };
  return { rules: RULES, ...span, levelsBefore: before, levels: rows, scoreBefore, scores, rates };
}

const withHold = (rule: string, forMs: number): NoticePolicy => ({
  ...DEFAULT_NOTICE_POLICY,
  holds: { [rule]: { forMs } },
});

/** A rate that falls evenly from one value to another, sampled every half hour. */
function falling(from: number, to: number, days: number): readonly SignalPoint[] {
  const steps = (days * DAY) / (30 * MINUTE);
  return Array.from({ length: steps }, (_, index) => {
    const at = START + index * 30 * MINUTE;
    const text = (from + ((to - from) * index) / steps).toFixed(6);
    return {
      at,
      value: toMeasureValue(boundOf(MEASURE), decimal(text), decimal('1')),
      trigger: 'data',
      asOf: at,
      freshUntil: null,
      decidedBy: null,
      lastKnown: null,
    };
  });
}

describe('a replay of the past', () => {
  it('finds falls and recoveries at the instants at which they happened, over days', async () => {
    const rows = [
      levelRow('I14', START + 2 * DAY + 3 * HOUR, 'S3'),
      levelRow('I14', START + 2 * DAY + 5 * HOUR, 'S5'),
      levelRow('I10', START + 40 * DAY, 'S4'),
    ];
    const { alerts, stepSeconds } = await replayAlerts(lived(rows, 60), DEFAULT_NOTICE_POLICY, 'A01');
    expect(alerts.map(({ key, firedAt, resolvedAt }) => [key.indicator, firedAt, resolvedAt])).toEqual([
      ['I14', START + 2 * DAY + 3 * HOUR, START + 2 * DAY + 5 * HOUR],
      ['I10', START + 40 * DAY, null],
    ]);
    expect(stepSeconds).toBe(0);
  });

  it('leaves out what a longer hold would not have told', async () => {
    const rows = [levelRow('I14', START + DAY, 'S3'), levelRow('I14', START + DAY + HOUR, 'S5')];
    const span = lived(rows, 10);
    const fired = async (forMs: number) =>
      (await replayAlerts(span, withHold('A01', forMs), 'A01')).alerts.length;
    expect([await fired(0), await fired(30 * MINUTE), await fired(2 * HOUR)]).toEqual([1, 1, 0]);
  });

  it('tells of one rule only, and of Z as well as of levels', async () => {
    const falls = (['I14', 'I10', 'I19', 'I34'] as const).map((id, index) =>
      levelRow(id, START + 8 * DAY + index * MINUTE, 'S1'),
    );
    const span = lived(falls, 10);
    const drops = await replayAlerts(span, DEFAULT_NOTICE_POLICY, 'A02');
    expect(drops.alerts.map(({ key }) => key.rule)).toEqual(['A02']);
    const levels = await replayAlerts(span, DEFAULT_NOTICE_POLICY, 'A01');
    expect(levels.alerts).toHaveLength(4);
  });

  it('follows a rate down to its gate, and waits as long as it is told', async () => {
    const rates = new Map([[MEASURE, falling(0.86, 0.805, 6)]]);
    const rows = [levelRow('I10', START + MINUTE, 'S4')];
    const span = lived(rows, 6, rates);
    const { alerts, stepSeconds } = await replayAlerts(span, DEFAULT_NOTICE_POLICY, 'A04');
    expect(alerts.map(({ key }) => [key.indicator, key.scope])).toEqual([['I10', MEASURE]]);
    expect(stepSeconds).toBe(130);
    const [alert] = alerts;
    // Within two points of 80 % once it is below 82 %: after (86 - 82) / 5.5 of six days.
    const near = START + (4 / 5.5) * 6 * DAY;
    expect(Math.abs((alert?.firedAt ?? 0) - near)).toBeLessThan(HOUR);
    const patient = await replayAlerts(span, withHold('A04', 3 * DAY), 'A04');
    expect(patient.alerts).toEqual([]);
  });

  it('goes by the thresholds it is given, from the first moment on', async () => {
    const rates = new Map([[MEASURE, falling(0.86, 0.805, 6)]]);
    const span = lived([levelRow('I10', START + MINUTE, 'S4')], 6, rates);
    const with4 = { ...DEFAULT_NOTICE_POLICY, thresholds: { A04: { near: 4 } } };
    const firedAt = async (policy: NoticePolicy) =>
      (await replayAlerts(span, policy, 'A04')).alerts[0]?.firedAt ?? 0;
    // Four points above 80 % are reached two days of falling before two points are.
    const sooner = ((await firedAt(DEFAULT_NOTICE_POLICY)) - (await firedAt(with4))) / DAY;
    expect(Math.abs(sooner - (2 / 5.5) * 6)).toBeLessThan(0.2);
    const narrow = { ...DEFAULT_NOTICE_POLICY, thresholds: { A04: { near: 0.3 } } };
    expect((await replayAlerts(span, narrow, 'A04')).alerts).toEqual([]);
  });

  it('of a span in which nothing happened tells of nothing', async () => {
    expect((await replayAlerts(lived([], 90), DEFAULT_NOTICE_POLICY, 'A01')).alerts).toEqual([]);
  });
});
