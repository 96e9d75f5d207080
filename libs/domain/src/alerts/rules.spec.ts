import { describe, expect, it } from 'vitest';
import { decimal } from '../kernel/decimal.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { DeviceAttributes, Fact, Instant, Origin, SubmissionKind } from '../telemetry/facts.js';
import { ParkFacts } from '../telemetry/parkFacts.js';
import { AlertBench, GRAPH, START, allAt } from './testing/alertBench.js';
import { decideSystemAlerts } from './decideSystemAlerts.js';
import type { SystemHealth } from './rules/systemHealth.js';
import { workingDaysBetween } from './rules/energyRule.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let sequence = 0;
const origin = (): Origin => ({
  source: 's',
  event: String((sequence += 1)),
  sequence: 0,
  knownAt: 0,
  topic: 't',
  partition: 0,
  offset: sequence,
});
const enterprise = (id: string, from = START - 40 * DAY): Fact => ({
  kind: 'registry',
  entity: 'enterprise',
  id,
  effectiveFrom: from,
  effectiveTo: null,
  attributes: { entity: 'enterprise', name: id, status: 'commissioned', key: false, position: null },
  origin: origin(),
});
const device = (id: string, attributes: Partial<DeviceAttributes> = {}): Fact => ({
  kind: 'registry',
  entity: 'device',
  id,
  effectiveFrom: START - 40 * DAY,
  effectiveTo: null,
  attributes: {
    entity: 'device',
    name: null,
    nominalPeriodSeconds: 60,
    valuesPerPeriod: 1,
    enterprise: 'E1',
    category: null,
    requiredByDesign: true,
    requiredByIndustry: true,
    majorHazard: false,
    autoMonitoring: null,
    stopUse: [],
    position: null,
    ...attributes,
  },
  origin: origin(),
});
const online = (id: string, at: Instant): Fact => ({
  kind: 'state',
  device: id,
  at,
  state: 'online',
  origin: origin(),
});
const filed = (id: string, submission: SubmissionKind, period: string, at: Instant): Fact => ({
  kind: 'submission',
  enterprise: id,
  submission,
  period,
  at,
  filled: null,
  required: null,
  origin: origin(),
});

/** A park with facts, decided once at START. */
function park(facts: readonly Fact[] = []): { readonly bench: AlertBench; readonly facts: ParkFacts } {
  const bench = allAt(new AlertBench(), START - DAY, 'S4');
  const known = ParkFacts.of(facts);
  bench.extra = { facts: known };
  bench.run(START);
  return { bench, facts: known };
}
const open = (bench: AlertBench, rule: string) =>
  bench.book.alerts.filter(({ key, phase }) => key.rule === rule && phase !== 'resolved');
const at = (day: number, hour: number, minute = 0): Instant => Date.UTC(2026, 10, day, hour - 8, minute);

describe('A05, points of major hazards', () => {
  it('warns after 15 minutes without a sample and is an alarm after 60, one alert per enterprise', () => {
    const { bench, facts } = park([
      device('D1', { majorHazard: true }),
      device('D2', { majorHazard: true }),
      device('D3'),
      online('D1', START),
      online('D2', START),
      online('D3', START),
    ]);
    for (let minute = 1; minute <= 70; minute += 1) {
      facts.add(online('D3', START + minute * MINUTE));
      bench.live(START + minute * MINUTE);
      if (minute === 14) expect(open(bench, 'A05')).toEqual([]);
      if (minute === 16)
        expect(open(bench, 'A05')[0]).toMatchObject({
          severity: 'warning',
          since: START,
          evidence: { members: ['D1', 'D2'] },
        });
      if (minute === 61) expect(open(bench, 'A05')[0]).toMatchObject({ severity: 'alarm' });
    }
    facts.add(online('D1', START + 71 * MINUTE));
    facts.add(online('D2', START + 71 * MINUTE));
    bench.live(START + 90 * MINUTE);
    expect(open(bench, 'A05')).toEqual([]);
    expect(bench.alerts.size).toBe(1);
  });

  it('leaves out what is in approved stop-use, and sees nothing when the whole feed is silent', () => {
    const stopUse = [{ from: START, to: START + DAY, reason: '检修' }];
    const { bench, facts } = park([
      device('D1', { majorHazard: true, stopUse }),
      device('D2', { majorHazard: true }),
      online('D1', START),
      online('D2', START),
    ]);
    bench.live(START + 2 * HOUR);
    expect(open(bench, 'A05')).toEqual([]);
    facts.add(online('D2', START + 2 * HOUR));
    bench.live(START + 2 * HOUR + 5 * MINUTE);
    expect(open(bench, 'A05')).toEqual([]);
  });
});

describe('A06, flapping gateways', () => {
  it('reminds of three drops in a day', () => {
    const { bench, facts } = park([device('G1', { category: 'gateway' }), online('G1', START)]);
    for (let hour = 1; hour <= 4; hour += 1) {
      facts.add(online('G1', START + hour * HOUR));
      bench.live(START + hour * HOUR + 10 * MINUTE);
    }
    expect(open(bench, 'A06')[0]).toMatchObject({ severity: 'reminder', key: { scope: 'G1' } });
  });
});

describe('A07 to A09, uploads by a deadline', () => {
  const members = ['E1', 'E2', 'E3'];
  it('A07 lists at 20:00 who filed nothing that day, and midnight changes nothing', () => {
    const { bench, facts } = park([
      ...members.map((id) => enterprise(id)),
      ...members.flatMap((id) =>
        [21, 22, 23].map((day) => filed(id, 'dual_prevention', `2026-11-${day}`, at(day, 12))),
      ),
    ]);
    facts.add(filed('E1', 'dual_prevention', '2026-11-24', at(24, 18)));
    bench.live(at(24, 19, 59));
    expect(open(bench, 'A07')).toEqual([]);
    bench.live(at(24, 20, 2));
    expect(open(bench, 'A07')[0]).toMatchObject({
      severity: 'reminder',
      evidence: { members: ['E2', 'E3'], to: '1/3' },
    });
    bench.live(at(25, 3));
    expect(open(bench, 'A07')[0]).toMatchObject({ transition: 1 });
    facts.add(filed('E2', 'dual_prevention', '2026-11-24', at(25, 8)));
    facts.add(filed('E3', 'dual_prevention', '2026-11-24', at(25, 8)));
    bench.live(at(25, 8, 5));
    expect(open(bench, 'A07')).toEqual([]);
  });

  it('A07 warns once somebody has been missing for two days', () => {
    const { bench, facts } = park([
      ...members.map((id) => enterprise(id)),
      ...members.map((id) => filed(id, 'dual_prevention', '2026-11-23', at(23, 12))),
    ]);
    for (const day of [24, 25, 26]) {
      for (const id of ['E1', 'E2']) facts.add(filed(id, 'dual_prevention', `2026-11-${day}`, at(day, 12)));
      bench.live(at(day, 20, 2));
    }
    expect(open(bench, 'A07')[0]).toMatchObject({ severity: 'warning', evidence: { members: ['E3'] } });
  });

  it('A08 lists from the 25th who filed no special work, with the projected share against the gate', () => {
    const { bench, facts } = park([
      ...members.map((id) => enterprise(id)),
      filed('E1', 'special_work', '2026-11-03', at(3, 12)),
      filed('E2', 'special_work', '2026-11', at(20, 12)),
    ]);
    bench.live(at(24, 23, 50));
    expect(open(bench, 'A08')).toEqual([]);
    bench.live(at(25, 0, 5));
    expect(open(bench, 'A08')[0]).toMatchObject({
      severity: 'reminder',
      evidence: { members: ['E3'], to: '2/3' },
    });
    facts.add(enterprise('E4'));
    bench.live(at(25, 0, 10));
    expect(open(bench, 'A08')[0]).toMatchObject({ severity: 'warning' });
    bench.live(Date.UTC(2026, 11, 1, 0));
    expect([...bench.alerts.values()].find(({ key }) => key.rule === 'A08')).toMatchObject({
      phase: 'resolved',
      resolution: 'settled',
    });
  });

  it('A09 lists at 10:00 whose safety commitment is missing', () => {
    const { bench, facts } = park([
      ...members.map((id) => enterprise(id)),
      ...members.map((id) => filed(id, 'safety_commitment', '2026-11-24', at(24, 9))),
    ]);
    bench.live(at(25, 9, 59));
    expect(open(bench, 'A09')).toEqual([]);
    facts.add(filed('E1', 'safety_commitment', '2026-11-25', at(25, 9)));
    bench.live(at(25, 10, 2));
    expect(open(bench, 'A09')[0]).toMatchObject({ severity: 'warning', evidence: { members: ['E2', 'E3'] } });
  });

  it('say nothing of what nobody ever filed', () => {
    const { bench } = park(members.map((id) => enterprise(id)));
    bench.live(at(26, 21));
    expect(bench.events).toEqual([]);
  });
});

describe('A11, energy', () => {
  it('reminds when a day passes without data and warns after three working days', () => {
    const { bench } = park([enterprise('E1'), filed('E1', 'energy', '2026-11-23', at(24, 9))]);
    bench.live(at(25, 8));
    expect(open(bench, 'A11')).toEqual([]);
    bench.live(at(26, 0, 5));
    expect(open(bench, 'A11')[0]).toMatchObject({ severity: 'reminder' });
    bench.live(at(30, 1));
    expect(open(bench, 'A11')[0]).toMatchObject({ severity: 'reminder' });
    bench.live(Date.UTC(2026, 11, 1, 1));
    expect(open(bench, 'A11')[0]).toMatchObject({ severity: 'warning' });
  });

  it('counts working days without weekends', () => {
    expect(workingDaysBetween(at(24, 9), at(27, 9), 'Asia/Shanghai')).toBe(2);
    expect(workingDaysBetween(at(27, 9), at(30, 9), 'Asia/Shanghai')).toBe(0);
  });
});

const known = (text: string) =>
  ({ kind: 'known', numerator: decimal(text), denominator: decimal('1') }) as const;
const withRate = (bench: AlertBench, measure: MeasureKey, rate: (at: Instant) => string) => {
  bench.extra = {
    valueAt: (key, instant) =>
      key === measure
        ? {
            at: instant,
            value: known(rate(instant)),
            trigger: 'data',
            asOf: instant,
            freshUntil: null,
            decidedBy: null,
            lastKnown: null,
          }
        : null,
  };
};
const hourly = (bench: AlertBench, to: Instant) => {
  for (let now = START + HOUR; now <= to; now += HOUR) bench.run(now);
  bench.run(to + 6 * MINUTE);
};

describe('A04 and A15, rates', () => {
  it('A04 reminds when a slope reaches a gate within a week', () => {
    const { bench } = park();
    withRate(bench, 'iot_access_ratio_design', (now) => String(0.83 - (0.004 * (now - START)) / DAY));
    hourly(bench, START + 3 * DAY);
    expect(open(bench, 'A04')[0]).toMatchObject({
      severity: 'reminder',
      evidence: { required: '0.8', clauses: ['I10.S4.m1'] },
    });
  });

  it('A04 says nothing of a rate that stands still near its gate', () => {
    const { bench } = park();
    withRate(bench, 'iot_access_ratio_design', () => '0.805');
    hourly(bench, START + 3 * DAY);
    expect(open(bench, 'A04')).toEqual([]);
  });

  it('A15 reminds of ten points more in a day, and of a rate that does not move', () => {
    const { bench } = park();
    withRate(bench, 'monitor_online_ratio', (now) =>
      now < START + 26 * HOUR ? `0.85${(now / HOUR) % 7}` : '0.96',
    );
    hourly(bench, START + 27 * HOUR);
    expect(open(bench, 'A15')[0]).toMatchObject({ severity: 'reminder', evidence: { to: '0.96' } });
    const still = park();
    const stuckFrom = START + 8 * HOUR;
    withRate(still.bench, 'monitor_online_ratio', (now) =>
      now < stuckFrom ? `0.97${((now - START) / HOUR) % 7}` : '0.9731',
    );
    hourly(still.bench, stuckFrom + 5 * HOUR);
    expect(open(still.bench, 'A15')).toEqual([]);
    hourly(still.bench, stuckFrom + 7 * HOUR);
    expect(open(still.bench, 'A15')[0]).toMatchObject({ evidence: { from: '0.9731', to: '0.9731' } });
    const never = park();
    withRate(never.bench, 'monitor_online_ratio', () => '0.9731');
    hourly(never.bench, START + 30 * HOUR);
    expect(open(never.bench, 'A15')).toEqual([]);
  });
});

describe('A10, days that may still be repaired', () => {
  const RATE: MeasureKey = 'auto_monitor_data_valid_ratio';
  const day = (label: string, offset: number): Instant =>
    Date.parse(`${label}T00:00:00+08:00`) + offset * DAY;
  /** 0.97 but for the days named, each judged at its end. */
  const ratesOf = (bench: AlertBench, low: Record<string, string>) =>
    withRate(bench, RATE, (instant) => {
      const ended = Object.keys(low).find((label) => day(label, 1) === instant);
      return ended === undefined ? '0.97' : low[ended]!;
    });
  const repairs = (bench: AlertBench) =>
    [...bench.alerts.values()].filter(({ key }) => key.rule === 'A10' && key.scope === 'repair');

  it('reminds, by its own timer, when the window of a day below the gate closes in two days', () => {
    const { bench } = park();
    ratesOf(bench, { '2026-11-23': '0.85' });
    for (let now = START + HOUR; now < day('2026-11-24', 1); now += HOUR) bench.run(now);
    bench.live(day('2026-11-23', 9) - MINUTE);
    expect(repairs(bench)).toEqual([]);
    bench.live(day('2026-11-23', 9) + 6 * MINUTE);
    expect(repairs(bench)).toMatchObject([
      {
        phase: 'firing',
        severity: 'reminder',
        evidence: { members: ['2026-11-23'], observed: '0.85', required: '0.9', clauses: ['I22.S5.m2'] },
      },
    ]);
    bench.live(day('2026-11-23', 11) + 20 * MINUTE);
    expect(repairs(bench)).toMatchObject([{ phase: 'resolved', resolution: 'settled', transition: 2 }]);
  });

  it('is over once the day has been repaired, also when the run no longer sees days so old by itself', () => {
    const { bench } = park();
    ratesOf(bench, { '2026-11-23': '0.85', '2026-11-24': '0.8' });
    for (let now = START + HOUR; now < day('2026-11-24', 2); now += HOUR) bench.run(now);
    // From here on only the last days are seen: what was found of the others stands.
    const coveredFrom = day('2026-11-30', 0);
    ratesOf(bench, {});
    bench.extra = { ...bench.extra, coveredFrom };
    bench.live(day('2026-11-23', 9) + 10 * MINUTE);
    expect(repairs(bench)[0]).toMatchObject({ phase: 'firing', evidence: { members: ['2026-11-23'] } });
    // Late data takes the run back: the day is well now, at once, although the slow rules have just been judged.
    bench.run(day('2026-11-23', 9) + 11 * MINUTE);
    bench.extra = { ...bench.extra, coveredFrom: day('2026-11-23', 0) };
    bench.run(day('2026-11-23', 9) + 11 * MINUTE + 1000);
    expect(bench.book.memory.lowDays).toEqual({});
    bench.extra = { ...bench.extra, coveredFrom };
    bench.live(day('2026-11-23', 9) + 40 * MINUTE);
    expect(repairs(bench)).toMatchObject([{ phase: 'resolved', resolution: 'recovered' }]);
  });

  it('says nothing of a park that never reaches the gate', () => {
    const { bench } = park();
    withRate(bench, RATE, () => '0.6');
    bench.live(day('2026-11-23', 12));
    expect([...bench.alerts.values()].filter(({ key }) => key.rule === 'A10')).toEqual([]);
  });
});

describe('A15, equal counts', () => {
  const counted = (id: string, label: string, at: Instant, filled: number): Fact =>
    ({ ...filed(id, 'energy', label, at), filled, required: 40 }) as Fact;

  it('reminds of enterprises that count the same seven days on end, but not of those that count everything', () => {
    const { bench, facts } = park(['E1', 'E2', 'E3', 'E4'].map((id) => enterprise(id)));
    withRate(bench, 'iot_access_ratio_design', () => '0.5');
    bench.extra = { ...bench.extra, facts };
    for (let date = 18; date <= 24; date += 1) {
      const label = `2026-11-${date}`;
      facts.add(counted('E1', label, at(date + 1, 8), 37));
      facts.add(counted('E2', label, at(date + 1, 8), 40));
      facts.add(counted('E3', label, at(date + 1, 8), date === 20 ? 36 : 37));
      if (date !== 19) facts.add(counted('E4', label, at(date + 1, 8), 37));
    }
    bench.run(at(25, 9));
    expect(open(bench, 'A15')).toMatchObject([
      {
        severity: 'reminder',
        key: { scope: 'submission:energy' },
        evidence: { members: ['E1'], from: '7d', to: '37/40' },
      },
    ]);
  });
});

describe('what a park grows by in its first day', () => {
  it('is its beginning, neither too good (A15) nor a change of a denominator (A14)', () => {
    const { bench, facts } = park([enterprise('E0')]);
    withRate(bench, 'monitor_online_ratio', (now) => `0.${Math.round((now - START) / HOUR) + 10}`);
    bench.run(START + HOUR);
    for (let index = 1; index < 9; index += 1) facts.add(enterprise(`E${index}`, START + index * HOUR));
    hourly(bench, START + 20 * HOUR);
    expect([...open(bench, 'A15'), ...open(bench, 'A14')]).toEqual([]);
    hourly(bench, START + 40 * HOUR);
    expect(open(bench, 'A15')).toHaveLength(1);
  });
});

describe('A14, the register', () => {
  it('warns when it shrinks by a twentieth in a day, and when more than that is in stop-use', () => {
    const ids = Array.from({ length: 20 }, (_, index) => `E${index}`);
    const { bench, facts } = park(ids.map((id) => enterprise(id)));
    facts.add({ ...enterprise('E0', START + HOUR), attributes: null } as Fact);
    bench.live(START + 2 * HOUR);
    expect(open(bench, 'A14')[0]).toMatchObject({
      severity: 'warning',
      key: { scope: 'enterprises' },
      evidence: { from: '20', to: '19', cause: 'denominator' },
    });
    bench.live(START + 2 * DAY);
    bench.run(START + 2 * DAY + HOUR);
    const devices = Array.from({ length: 10 }, (_, index) =>
      device(`D${index}`, index === 0 ? { stopUse: [{ from: START, to: START + DAY, reason: '检修' }] } : {}),
    );
    const stopped = park(devices);
    stopped.bench.live(START + HOUR);
    stopped.bench.run(START + HOUR + MINUTE);
    expect(open(stopped.bench, 'A14')[0]).toMatchObject({
      key: { scope: 'stopUse' },
      evidence: { from: '10', to: '1' },
    });
  });
});

describe('A16, evidence', () => {
  it('reminds 90 and 30 days ahead and warns 7 days ahead, once per indicator', () => {
    const bench = allAt(new AlertBench({ policy: { quietHours: null } }), START - DAY, 'S4');
    const to = START + 100 * DAY;
    bench.extra = {
      attestations: [
        { clause: 'I17.S2.c1', to },
        { clause: 'I17.S2.c2', to },
        { clause: 'I17.S2.c2', to: null },
      ],
    };
    bench.run(START);
    bench.live(START + 9 * DAY);
    expect(bench.events).toEqual([]);
    bench.live(START + 95 * DAY);
    const [alert] = open(bench, 'A16');
    expect(alert).toMatchObject({
      severity: 'warning',
      transition: 3,
      evidence: { clauses: ['I17.S2.c1'], to: '7d' },
    });
    expect(bench.sent.filter(({ message }) => message.kind === 'notice')).toHaveLength(3);
  });
});

describe('A13, late sources', () => {
  const ON_TIME = { events: 0, late: 0, lateSeconds: null, future: 0, futureAt: null };
  it('reminds of a source that is steadily late or ahead of its time', () => {
    const { bench } = park();
    bench.extra = {
      lags: [
        { ...ON_TIME, source: 'late', events: 20, late: 18, lateSeconds: 480 },
        { ...ON_TIME, source: 'nearly', events: 20, late: 17, lateSeconds: 480 },
        { ...ON_TIME, source: 'seldom', events: 4, late: 4, lateSeconds: 480 },
        { ...ON_TIME, source: 'ahead', future: 2, futureAt: START + HOUR },
      ],
    };
    bench.run(START + HOUR);
    expect(
      open(bench, 'A13').map(({ key, evidence }) => [key.scope, evidence.to, evidence.observed]),
    ).toEqual([
      ['late', '18', '480'],
      ['ahead', '2', null],
    ]);
    expect(open(bench, 'A13').map(({ severity }) => severity)).toEqual(['reminder', 'reminder']);
  });

  it('is clear half an hour after the last refusal, by its own timer, and once events come in time', () => {
    const { bench } = park();
    bench.extra = {
      lags: [
        { ...ON_TIME, source: 'late', events: 20, late: 20, lateSeconds: 480 },
        { ...ON_TIME, source: 'ahead', future: 1, futureAt: START + HOUR },
      ],
    };
    bench.run(START + HOUR);
    bench.live(START + HOUR + 29 * MINUTE);
    expect(open(bench, 'A13')).toHaveLength(2);
    bench.live(START + HOUR + 31 * MINUTE);
    expect(open(bench, 'A13').map(({ sight }) => sight)).toEqual(['breached', 'clear']);
    // Kept for ten minutes, against flapping.
    bench.live(START + HOUR + 41 * MINUTE);
    expect(open(bench, 'A13').map(({ key }) => key.scope)).toEqual(['late']);
    bench.extra = { lags: [] };
    bench.live(START + HOUR + 60 * MINUTE);
    bench.live(START + HOUR + 71 * MINUTE);
    expect(open(bench, 'A13')).toEqual([]);
  });
});

describe('A19, the system itself', () => {
  const well: SystemHealth = {
    lagSeconds: 1,
    deadLetterPerMille: 0,
    clockSkewSeconds: 0,
    outboxSeconds: 0,
    failingParks: [],
    databaseWrites: true,
    logReachable: true,
    gaps: [],
  };
  it('raises lag, refused records, clocks, a waiting outbox and failures, with a deadband', () => {
    const { book } = new AlertBench();
    const sick = decideSystemAlerts(book, { ...well, lagSeconds: 61, failingParks: ['p1'] }, START, GRAPH);
    expect(sick.book.alerts.map(({ key, severity }) => [key.scope, severity])).toEqual([
      ['lag', 'warning'],
      ['engine', 'alarm'],
    ]);
    const between = decideSystemAlerts(sick.book, { ...well, lagSeconds: 45 }, START + HOUR, GRAPH);
    expect(
      between.book.alerts.filter(({ phase }) => phase !== 'resolved').map(({ key }) => key.scope),
    ).toEqual(['lag', 'engine']);
    const later = decideSystemAlerts(between.book, well, START + 2 * HOUR, GRAPH);
    const calm = decideSystemAlerts(later.book, well, START + 3 * HOUR, GRAPH);
    expect(calm.book.alerts.filter(({ phase }) => phase !== 'resolved')).toEqual([]);
  });
});
