import { describe, expect, it } from 'vitest';
import { START, AlertBench, ROBOT, allAt } from './testing/alertBench.js';
import { HGT_6313_2024 } from '../standard/edition.js';
import type { IndicatorId } from '../standard/ids.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const park = (setup = {}) => {
  const bench = allAt(new AlertBench(setup), START - DAY, 'S4');
  bench.run(START);
  return bench;
};
const open = (bench: AlertBench, rule: string) =>
  bench.book.alerts.filter(({ key, phase }) => key.rule === rule && phase !== 'resolved');
const alertOf = (bench: AlertBench, rule: string, indicator: IndicatorId | null = null) =>
  [...bench.alerts.values()].findLast(({ key }) => key.rule === rule && key.indicator === indicator);

describe('A01, level regression', () => {
  it('takes the first level ever as where things start from', () => {
    const bench = new AlertBench();
    bench.run(START);
    bench.level(START + 1, 'I10', 'S2').run(START + 1);
    bench.level(START + 2, 'I10', 'S4').run(START + 2);
    expect(bench.events).toEqual([]);
  });

  it('fires at once when the stable level falls: from, to, points, cause, clauses, Z before and after', () => {
    const bench = park();
    bench
      .level(START + HOUR, 'I10', 'S3', { cause: 'denominator', clauses: ['I10.S4.m1'] })
      .run(START + HOUR);
    const [alert] = open(bench, 'A01');
    expect(alert).toMatchObject({
      phase: 'firing',
      severity: 'warning',
      since: START + HOUR,
      firedAt: START + HOUR,
      transition: 1,
    });
    expect(alert?.evidence).toMatchObject({
      from: 'S4',
      to: 'S3',
      points: -5625,
      cause: 'denominator',
      clauses: ['I10.S4.m1'],
      gradeLost: false,
    });
    expect(alert?.evidence.z).toEqual({ before: 850_000, after: 844_375 });
  });

  it('is one alert however deep it goes, told again each time it gets worse', () => {
    const bench = park();
    bench.level(START + HOUR, 'I10', 'S3').run(START + HOUR);
    bench.level(START + 2 * HOUR, 'I10', 'S2').run(START + 2 * HOUR);
    expect(open(bench, 'A01')).toHaveLength(1);
    expect(open(bench, 'A01')[0]).toMatchObject({
      severity: 'alarm',
      transition: 2,
      since: START + HOUR,
      evidence: { from: 'S4', to: 'S2' },
    });
    bench.level(START + 3 * HOUR, 'I10', 'S3').run(START + 3 * HOUR);
    expect(open(bench, 'A01')[0]).toMatchObject({
      severity: 'warning',
      transition: 2,
      evidence: { to: 'S3' },
    });
    bench.level(START + 4 * HOUR, 'I10', 'S4').run(START + 4 * HOUR);
    expect(open(bench, 'A01')).toHaveLength(0);
    expect(alertOf(bench, 'A01', 'I10')).toMatchObject({
      phase: 'resolved',
      resolution: 'recovered',
      transition: 3,
    });
  });

  it('is an alarm at two levels or a whole point', () => {
    const bench = park();
    bench.level(START + HOUR, 'I14', 'S2').run(START + HOUR);
    expect(open(bench, 'A01')[0]).toMatchObject({ severity: 'alarm' });
    const heavy = park();
    heavy.level(START + HOUR, 'I22', 'S3').run(START + HOUR);
    expect(open(heavy, 'A01')[0]).toMatchObject({ severity: 'warning', evidence: { points: -7350 } });
  });

  it('is an alarm when it loses the grade, for 0.15 points', () => {
    const bench = new AlertBench();
    allAt(bench, START - DAY, 'S4');
    for (const id of ['I05', 'I06', 'I07', 'I08', 'I09', 'I10'] as const)
      bench.level(START - DAY + 1, id, 'S3');
    for (const id of ['I11', 'I17', 'I18', 'I41', 'I42', 'I26'] as const)
      bench.level(START - DAY + 1, id, 'S3');
    bench.run(START);
    const before = bench.last?.book.memory.scores.at(-1)?.z ?? 0;
    expect(before).toBeGreaterThanOrEqual(800_000);
    const ladder: IndicatorId[] = ['I38', 'I39', 'I40', 'I46', 'I45', 'I35'];
    let at = START;
    for (const id of ladder) {
      at += HOUR;
      bench.level(at, id, 'S3').run(at);
      const z = bench.book.memory.scores.at(-1)?.z ?? 0;
      if (z < 800_000) break;
    }
    const lost = open(bench, 'A01').filter(({ evidence }) => evidence.gradeLost);
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({ severity: 'alarm', evidence: { points: -1500 } });
    expect(open(bench, 'A03')[0]).toMatchObject({ severity: 'alarm', evidence: { gradeLost: true } });
  });

  it('does not call vanished data a regression, nor let it end one', () => {
    const bench = park();
    bench.level(START + DAY, 'I10', 'S1', { cause: 'staleness' }).run(START + DAY);
    expect(bench.events).toEqual([]);
    bench.level(START + 2 * DAY, 'I10', 'S3').run(START + 2 * DAY);
    expect(open(bench, 'A01')[0]).toMatchObject({ phase: 'firing', evidence: { from: 'S4', to: 'S3' } });
    bench.level(START + 3 * DAY, 'I10', 'S1', { cause: 'staleness' }).run(START + 3 * DAY);
    expect(open(bench, 'A01')[0]).toMatchObject({ phase: 'firing', sight: 'noData', evidence: { to: 'S3' } });
    bench.level(START + 4 * DAY, 'I10', 'S4').run(START + 4 * DAY);
    expect(open(bench, 'A01')).toEqual([]);
  });

  it('raises nothing for another measure definition, now or in the past', () => {
    const bench = park();
    bench.level(START + HOUR, 'I10', 'S3', { cause: 'rule' }).run(START + HOUR);
    bench.level(START + HOUR / 2, 'I19', 'S2', { cause: 'rule' }).run(START + 2 * HOUR);
    bench.run(START + 30 * DAY);
    expect(bench.events).toEqual([]);
    bench.level(START + 31 * DAY, 'I10', 'S2').run(START + 31 * DAY);
    expect(open(bench, 'A01')[0]?.evidence).toMatchObject({ from: 'S3', to: 'S2' });
  });

  it('ends with the definition that lifts the level, and keeps a fall that one deepens quiet', () => {
    const bench = park();
    bench.level(START + HOUR, 'I10', 'S3').run(START + HOUR);
    bench.level(START + 2 * HOUR, 'I10', 'S2', { cause: 'rule' }).run(START + 2 * HOUR);
    expect(open(bench, 'A01')[0]).toMatchObject({ transition: 1, evidence: { to: 'S2' } });
    bench.level(START + 3 * HOUR, 'I10', 'S4', { cause: 'rule' }).run(START + 3 * HOUR);
    expect(alertOf(bench, 'A01', 'I10')).toMatchObject({ phase: 'resolved', resolution: 'rule' });
  });

  it('raises nothing for a fall of the past that is over, and opens one that still holds', () => {
    const bench = park();
    bench.run(START + 10 * HOUR);
    bench.level(START + 2 * HOUR, 'I10', 'S2', { cause: 'restatement' });
    bench.level(START + 5 * HOUR, 'I10', 'S4', { cause: 'restatement' }).run(START + 11 * HOUR);
    expect(bench.events).toEqual([]);
    bench.level(START + 3 * HOUR, 'I34', 'S3', { cause: 'restatement' }).run(START + 12 * HOUR);
    expect(open(bench, 'A01')[0]).toMatchObject({
      since: START + 3 * HOUR,
      evidence: { from: 'S4', to: 'S3', cause: 'restatement' },
    });
  });

  it('prints Z before and after the fall it tells of, also when that is found only later', () => {
    const bench = park();
    bench.run(START);
    const z = bench.book.memory.scores.at(-1)!.z;
    bench.run(START + 10 * HOUR);
    bench.level(START + 3 * HOUR, 'I34', 'S3', { cause: 'restatement' }).run(START + 12 * HOUR);
    const [alert] = open(bench, 'A01');
    expect(alert?.evidence.points).toBeLessThan(0);
    expect(alert?.evidence.z).toEqual({ before: z, after: z + alert!.evidence.points! });
  });

  it('knows that a fall found late lost the grade', () => {
    const bench = new AlertBench();
    allAt(bench, START - DAY, 'S4');
    for (const id of [
      'I05',
      'I06',
      'I07',
      'I08',
      'I09',
      'I10',
      'I11',
      'I17',
      'I18',
      'I41',
      'I42',
      'I26',
    ] as const)
      bench.level(START - DAY + 1, id, 'S3');
    bench.run(START);
    const z = bench.book.memory.scores.at(-1)!.z;
    expect(z).toBeGreaterThanOrEqual(800_000);
    bench.run(START + 10 * HOUR);
    for (const id of ['I22', 'I14'] as const)
      bench.level(START + 3 * HOUR, id, 'S3', { cause: 'restatement' });
    bench.run(START + 11 * HOUR);
    const lost = open(bench, 'A01');
    expect(lost.map(({ severity, evidence }) => [severity, evidence.gradeLost, evidence.z?.before])).toEqual([
      ['alarm', true, z],
      ['alarm', true, z],
    ]);
  });

  it('recovers while the live level is back and the stable one is not', () => {
    const bench = park();
    bench.level(START + HOUR, 'I10', 'S3').run(START + HOUR);
    bench.level(START + 2 * HOUR, 'I10', 'S3', { raw: 'S4' }).run(START + 2 * HOUR);
    expect(open(bench, 'A01')[0]?.phase).toBe('recovering');
    bench.level(START + 3 * HOUR, 'I10', 'S3', { raw: 'S3' }).run(START + 3 * HOUR);
    expect(open(bench, 'A01')[0]).toMatchObject({ phase: 'firing', transition: 1 });
  });

  it('decides the same whether instants come one by one or after a long outage', () => {
    const rows = (bench: AlertBench) =>
      bench
        .level(START + HOUR, 'I10', 'S3')
        .level(START + 2 * HOUR, 'I10', 'S2')
        .level(START + 3 * HOUR, 'I19', 'S3')
        .level(START + 20 * HOUR, 'I10', 'S4')
        .level(START + 20 * HOUR, 'I34', 'S2');
    const slow = rows(park({ channels: [] }));
    slow.run(START + DAY);
    const fast = rows(park({ channels: [] }));
    for (const hour of [1, 2, 3, 20, 24]) fast.run(START + hour * HOUR);
    const life = (bench: AlertBench) =>
      bench.events
        .map(({ kind, at, alert }) => `${alert} ${kind} ${(at - START) / HOUR}`)
        .filter((text) => !/grouped|suppressed|released/.test(text));
    expect(life(slow)).toEqual(life(fast));
    expect(life(slow).length).toBeGreaterThan(5);
  });
});

describe('A02, score drop', () => {
  it('fires when Z fell by half a point within a day, over several indicators', () => {
    const bench = park();
    bench.level(START + HOUR, 'I38', 'S3').run(START + HOUR);
    bench.level(START + 2 * HOUR, 'I39', 'S3').run(START + 2 * HOUR);
    bench.level(START + 3 * HOUR, 'I40', 'S3').run(START + 3 * HOUR);
    expect(open(bench, 'A02')).toEqual([]);
    bench.level(START + 4 * HOUR, 'I46', 'S3').run(START + 4 * HOUR);
    expect(open(bench, 'A02')[0]).toMatchObject({
      severity: 'warning',
      evidence: { from: '85.0000', to: '84.4000', points: -6000 },
    });
  });

  it('does not fire for half a point over two days, but does for one over seven', () => {
    const bench = park();
    const ids: IndicatorId[] = ['I38', 'I39', 'I40', 'I46', 'I45', 'I41', 'I42'];
    ids.forEach((id, day) => bench.level(START + (day + 1) * DAY - 1, id, 'S3'));
    for (let day = 1; day <= 6; day += 1) bench.run(START + day * DAY);
    expect(open(bench, 'A02')).toEqual([]);
    bench.run(START + 7 * DAY);
    expect(open(bench, 'A02')[0]?.evidence).toMatchObject({ points: -10_500 });
  });

  it('is not told beside the one alert that explains it', () => {
    const bench = park();
    bench.level(START + HOUR, 'I10', 'S3').run(START + HOUR);
    expect(open(bench, 'A02')[0]).toMatchObject({ suppressed: { by: 'inhibition', ref: '1-1' } });
  });

  it('ends recovered when Z is back, settled when the fall is a week old', () => {
    const bench = park();
    bench.level(START + HOUR, 'I10', 'S3').run(START + HOUR);
    bench.live(START + 2 * DAY);
    expect(alertOf(bench, 'A02')).toMatchObject({ phase: 'resolved', resolution: 'settled' });
    const back = park();
    back.level(START + HOUR, 'I10', 'S3').run(START + HOUR);
    back.level(START + 2 * HOUR, 'I10', 'S4').run(START + 2 * HOUR);
    expect(alertOf(back, 'A02')).toMatchObject({ phase: 'resolved', resolution: 'recovered' });
  });

  it('ignores what rules, restatements of the past and vanished data move', () => {
    const bench = park();
    bench.level(START + HOUR, 'I22', 'S2', { cause: 'rule' }).run(START + HOUR);
    bench.level(START + 2 * HOUR, 'I34', 'S1', { cause: 'staleness' }).run(START + 2 * HOUR);
    bench.level(START + HOUR, 'I06', 'S1', { cause: 'rule' }).run(START + 3 * HOUR);
    expect(open(bench, 'A02')).toEqual([]);
    expect(open(bench, 'A03')).toEqual([]);
  });
});

describe('A03, grade margin', () => {
  const near = (z: number) => {
    // 85 points at S4 everywhere; each of these costs a known amount.
    const bench = park();
    const costs: [IndicatorId, number][] = [
      ['I22', 0.735],
      ['I05', 0.5625],
      ['I06', 0.5625],
      ['I07', 0.5625],
      ['I08', 0.5625],
      ['I09', 0.5625],
      ['I14', 0.6],
    ];
    let left = 85 - z;
    costs.forEach(([id, cost], index) => {
      if (left < cost) return;
      left -= cost;
      bench.level(START + (index + 1) * MINUTE, id, 'S3');
    });
    bench.run(START + HOUR);
    return bench;
  };

  it('reminds below two points, warns below half a point, and says nothing above', () => {
    expect(open(near(82.5), 'A03')).toEqual([]);
    const bench = near(81.4);
    expect(open(bench, 'A03')[0]).toMatchObject({ severity: 'reminder', evidence: { required: '80.0000' } });
  });

  it('says nothing on the way up', () => {
    const bench = new AlertBench();
    for (const { id } of HGT_6313_2024.indicators) bench.level(START - DAY, id, 'S2');
    bench.run(START);
    for (const [index, { id }] of HGT_6313_2024.indicators.entries()) {
      bench.level(START + (index + 1) * MINUTE, id, 'S4');
      bench.run(START + (index + 1) * MINUTE);
    }
    expect(bench.events).toEqual([]);
  });
});

describe('A12, silent feeds', () => {
  const feed = (source: string, lastEventAt: number, periodSeconds = 60) => ({
    source,
    lastEventAt,
    periodSeconds,
    spanSeconds: 10 * periodSeconds,
  });

  it('tells of all silent sources once, however many there are and whenever each falls silent', () => {
    const bench = park();
    bench.feeds = [feed('a', START), feed('b', START, 300), feed('c', START, 3600)];
    bench.run(START + 1);
    bench.live(START + 20 * MINUTE);
    expect(open(bench, 'A12')).toHaveLength(1);
    expect(open(bench, 'A12')[0]).toMatchObject({
      since: START,
      firedAt: START + 5 * MINUTE,
      evidence: { members: ['a', 'b'] },
    });
    bench.live(START + 4 * HOUR);
    expect(open(bench, 'A12')[0]?.evidence.members).toEqual(['a', 'b', 'c']);
    expect(new Set(bench.events.map(({ alert }) => alert)).size).toBe(1);
  });

  it('holds the stable levels that fall a day later back: one alert in all', () => {
    const bench = park();
    bench.feeds = [feed('a', START)];
    bench.run(START + 1);
    for (const { id } of HGT_6313_2024.indicators)
      bench.level(START + DAY + 5 * MINUTE, id, 'S1', { cause: 'staleness' });
    bench.live(START + 3 * DAY);
    expect(new Set(bench.events.map(({ alert }) => alert)).size).toBe(1);
    expect(bench.sent.filter(({ message }) => message.kind === 'notice')).toHaveLength(1);
  });

  it('ends when they speak again', () => {
    const bench = park();
    bench.feeds = [feed('a', START)];
    bench.run(START + 1);
    bench.live(START + HOUR);
    bench.feeds = [feed('a', START + HOUR)];
    bench.run(START + HOUR + 1);
    expect(open(bench, 'A12')).toEqual([]);
  });

  it('does not miss what was never a feed: a source seen silent from the start, or loaded in one go', () => {
    const bench = park();
    bench.feeds = [feed('old', START - 30 * DAY), { ...feed('register', START, 1), spanSeconds: 10 }];
    bench.run(START + 1);
    bench.live(START + DAY);
    expect(bench.events).toEqual([]);
  });

  it('counts silence anew after a time in which nobody watched, without ending what was silent before', () => {
    const bench = park();
    bench.feeds = [feed('a', START), feed('dead', START - 4 * MINUTE)];
    bench.run(START + 1);
    bench.live(START + 2 * MINUTE);
    expect(open(bench, 'A12')[0]?.evidence.members).toEqual(['dead']);
    bench.run(START + 3 * HOUR);
    expect(open(bench, 'A12')[0]?.evidence.members).toEqual(['dead']);
    bench.live(START + 3 * HOUR + 6 * MINUTE);
    expect(open(bench, 'A12')[0]?.evidence.members).toEqual(['a', 'dead']);
  });

  it('sees nothing while the ingester is behind', () => {
    const bench = park();
    bench.feeds = [feed('a', START)];
    bench.run(START + 1);
    bench.feeds = null;
    bench.run(START + HOUR);
    expect(bench.events).toEqual([]);
  });
});

describe('what the park starts from', () => {
  it('waits until the park has caught up with its feeds', () => {
    const bench = new AlertBench();
    bench.feeds = null;
    allAt(bench, START, 'S5').run(START);
    bench.decidedTo = null;
    for (const { id } of HGT_6313_2024.indicators) bench.level(START + 1, id, 'S2');
    bench.feeds = [];
    bench.run(START + 2);
    expect(bench.events).toEqual([]);
  });

  it('is told to nobody without a channel', () => {
    const bench = park({ channels: [] });
    bench.level(START + HOUR, 'I10', 'S2').run(START + HOUR);
    expect(bench.sent).toEqual([]);
    expect(ROBOT.step).toBe(0);
  });
});
