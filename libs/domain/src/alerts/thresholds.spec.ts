import { describe, expect, it } from 'vitest';
import type { Instant } from '../telemetry/facts.js';
import type { AlertInputs } from './alertInputs.js';
import { AlertBench, START, allAt } from './testing/alertBench.js';
import { RULE_THRESHOLDS, type ThresholdSettings, thresholdFaults, thresholdsOf } from './thresholds.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function edit(bench: AlertBench, thresholds: ThresholdSettings): void {
  bench.book = { ...bench.book, policy: { ...bench.book.policy, thresholds } };
}
const lag = (late: number): Partial<AlertInputs> => ({
  lags: [{ source: 'g', events: 100, late, lateSeconds: 400, future: 0, futureAt: null }],
});
const told = (bench: AlertBench, rule: string) =>
  bench.events.filter(({ kind, alert }) => kind !== 'told' && bench.alerts.get(alert)?.key.rule === rule);
const openOf = (bench: AlertBench, rule: string) =>
  bench.book.alerts.filter(({ key, phase }) => key.rule === rule && phase !== 'resolved');
/** A park with 100 events of a source, so many of them late, decided at START. */
function park(late: number): AlertBench {
  const bench = allAt(new AlertBench({ policy: { quietHours: null } }), START - DAY, 'S4');
  bench.extra = lag(late);
  bench.run(START);
  return bench;
}

describe('the thresholds a park may set', () => {
  it('are their defaults until they are set, one by one', () => {
    const of = thresholdsOf({ A02: { day: 0.75 } });
    expect([of('A02', 'day'), of('A02', 'week'), of('A03', 'warning')]).toEqual([0.75, 1, 0.5]);
  });

  it('lie within their own bounds by default, and in order', () => {
    const defaults = Object.entries(RULE_THRESHOLDS).map(([rule, own]) => [
      rule,
      Object.fromEntries(Object.entries(own).map(([name, { value }]) => [name, value])),
    ]);
    expect(thresholdFaults(Object.fromEntries(defaults) as ThresholdSettings)).toEqual([]);
  });

  it.each([
    [{ A02: { month: 1 } }, 'unknown', 'month'],
    [{ A02: { constructor: 1 } }, 'unknown', 'constructor'],
    [{ A19: { lag: 60 } }, 'unknown', 'lag'],
    [{ A02: { day: 0.04 } }, 'bounds', 'day'],
    [{ A02: { day: 0.505 } }, 'bounds', 'day'],
    [{ A07: { hour: 24 } }, 'bounds', 'hour'],
    [{ A07: { hour: Number.NaN } }, 'bounds', 'hour'],
    [{ A03: { warning: 2.5 } }, 'order', 'warning'],
    [{ A16: { third: 31 } }, 'order', 'third'],
  ] as const)('%j is refused (%s)', (settings, kind, name) => {
    expect(thresholdFaults(settings as unknown as ThresholdSettings)).toMatchObject([{ kind, name }]);
  });
});

describe('an edit of thresholds', () => {
  it('raises nothing for what was so before it; what becomes so later is raised', () => {
    const bench = park(80);
    expect(openOf(bench, 'A13')).toEqual([]);
    edit(bench, { A13: { share: 70 } });
    bench.live(START + 5 * HOUR);
    expect(told(bench, 'A13')).toEqual([]);
    bench.extra = lag(10);
    bench.live(START + 6 * HOUR);
    bench.extra = lag(75);
    bench.live(START + 7 * HOUR);
    expect(openOf(bench, 'A13')).toHaveLength(1);
  });

  it('does not keep back what begins with it but would have been raised before it', () => {
    const bench = park(10);
    edit(bench, { A13: { share: 70 } });
    bench.extra = lag(95);
    bench.run(START + HOUR);
    expect(openOf(bench, 'A13')).toHaveLength(1);
  });

  it('ends what it alone ended as the rule’s doing', () => {
    const bench = park(92);
    expect(openOf(bench, 'A13')).toHaveLength(1);
    edit(bench, { A13: { share: 95 } });
    for (let at: Instant = START + HOUR; at < START + 3 * HOUR; at += HOUR / 6) bench.run(at);
    expect([...bench.alerts.values()].find(({ key }) => key.rule === 'A13')).toMatchObject({
      phase: 'resolved',
      resolution: 'rule',
    });
  });

  it('makes nothing worse that is told: an alarm it alone makes of a warning is taken in quietly', () => {
    const bench = park(0);
    bench.level(START + HOUR, 'I22', 'S3').run(START + HOUR);
    expect(openOf(bench, 'A01')).toMatchObject([{ severity: 'warning', transition: 1 }]);
    edit(bench, { A01: { points: 0.5 } });
    bench.run(START + 2 * HOUR);
    bench.run(START + 3 * HOUR);
    expect(openOf(bench, 'A01')).toMatchObject([{ severity: 'alarm', transition: 1 }]);
  });

  it('holds for every rule: the same fall is judged by what is set', () => {
    const fallOf = (thresholds: ThresholdSettings) => {
      const bench = park(0);
      edit(bench, thresholds);
      bench.run(START + 1);
      bench.level(START + HOUR, 'I22', 'S3').run(START + HOUR);
      return bench.book.alerts.map(({ key, severity }) => `${key.rule} ${severity}`).sort();
    };
    expect(fallOf({})).toEqual(['A01 warning', 'A02 warning']);
    expect(fallOf({ A01: { points: 0.7 }, A02: { day: 0.8 } })).toEqual(['A01 alarm']);
  });
});
