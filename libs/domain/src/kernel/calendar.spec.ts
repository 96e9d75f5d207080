import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  daysIn,
  lastClosedPeriod,
  nextPeriod,
  parsePeriod,
  periodContaining,
  periodsIn,
  previousPeriod,
  unitOfLabel,
} from './calendar.js';
import { isTimeZone } from './timeZone.js';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
] as const;

describe('a local period', () => {
  it('is a Shanghai day from midnight to midnight', () => {
    expect(periodContaining('day', at('2026-11-22T15:59:59Z'), 'Asia/Shanghai')).toEqual({
      unit: 'day',
      from: at('2026-11-21T16:00:00Z'),
      to: at('2026-11-22T16:00:00Z'),
      label: '2026-11-22',
    });
  });

  it('has 23 and 25 hours on the days Berlin changes its clocks', () => {
    const spring = parsePeriod('2016-03-27', 'Europe/Berlin')!;
    const autumn = parsePeriod('2016-10-30', 'Europe/Berlin')!;
    expect((spring.to - spring.from) / HOUR).toBe(23);
    expect((autumn.to - autumn.from) / HOUR).toBe(25);
    expect(periodsIn('hour', spring, 'Europe/Berlin')).toHaveLength(23);
    expect(periodsIn('hour', autumn, 'Europe/Berlin')).toHaveLength(25);
  });

  it('knows the summer time of Shanghai in 1986 to 1991', () => {
    const spring = parsePeriod('1986-05-04', 'Asia/Shanghai')!;
    expect((spring.to - spring.from) / HOUR).toBe(23);
    expect(parsePeriod('1988-07-01', 'Asia/Shanghai')!.from).toBe(at('1988-06-30T15:00:00Z'));
    expect(parsePeriod('2014-07-01', 'Asia/Shanghai')!.from).toBe(at('2014-06-30T16:00:00Z'));
  });

  it('begins at the jump where midnight is skipped', () => {
    // Brazil moved its clocks from 00:00 to 01:00 on 2018-11-04.
    expect(parsePeriod('2018-11-04', 'America/Sao_Paulo')!.from).toBe(at('2018-11-04T03:00:00Z'));
  });

  it('names the second of two equal hours with its offset', () => {
    const first = parsePeriod('2016-10-30T02', 'Europe/Berlin')!;
    const second = nextPeriod(first, 'Europe/Berlin');
    expect(first.from).toBe(at('2016-10-30T00:00:00Z'));
    expect(second).toMatchObject({ label: '2016-10-30T02+01:00', from: at('2016-10-30T01:00:00Z') });
    expect(parsePeriod(second.label, 'Europe/Berlin')).toEqual(second);
  });

  it('is not cut at the end of a UTC year', () => {
    const hour = periodContaining('hour', at('2025-12-31T23:50:00Z'), 'Asia/Kathmandu');
    expect(hour.to - hour.from).toBe(HOUR);
  });

  it.each([
    '2026-13',
    '2026-02-30',
    '2026-11-22T24',
    '26-11',
    '2016-03-27T02',
    '2026-11-22T05+01:00',
    'x',
    '',
  ])('does not exist for %j', (label) => {
    expect(parsePeriod(label, 'Europe/Berlin')).toBeNull();
  });

  it.each(['2014-02-26T05', '2026-11-22', '2026-11', '2026'])('is read back from its label %j', (label) => {
    for (const zone of ZONES) expect(parsePeriod(label, zone)?.label).toBe(label);
  });
});

describe('the calendar', () => {
  it('names the last closed period, which has just ended at its very end', () => {
    expect(lastClosedPeriod('month', at('2026-11-30T16:00:00Z'), 'Asia/Shanghai').label).toBe('2026-11');
    expect(lastClosedPeriod('month', at('2026-11-30T15:59:59.999Z'), 'Asia/Shanghai').label).toBe('2026-10');
  });

  it('lists the days of a span, also those it only touches', () => {
    const span = { from: at('2026-11-22T15:00:00Z'), to: at('2026-11-24T16:00:00Z') };
    expect(daysIn(span, 'Asia/Shanghai').map(({ label }) => label)).toEqual([
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
    ]);
    expect(daysIn({ from: 5, to: 5 }, 'UTC')).toEqual([]);
  });

  it('leaves no gap and no overlap in any zone', () => {
    const instants = fc.integer({ min: at('1985-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    const units = fc.constantFrom('hour', 'day', 'month', 'year');
    fc.assert(
      fc.property(instants, units, fc.constantFrom(...ZONES), (instant, unit, zone) => {
        const period = periodContaining(unit, instant, zone);
        expect(period.from <= instant && instant < period.to).toBe(true);
        expect(nextPeriod(period, zone).from).toBe(period.to);
        expect(previousPeriod(period, zone).to).toBe(period.from);
        expect(parsePeriod(period.label, zone)).toEqual(period);
        expect(unitOfLabel(period.label)).toBe(unit);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows which zones exist', () => {
    expect(isTimeZone('Asia/Shanghai')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});
