import { describe, expect, it } from 'vitest';
import { type Shift, endOfHours, isWithinHours, onDutyAt } from './onDuty.js';

const ZONE = 'Asia/Shanghai';
const QUIET = { from: '22:00', to: '07:00' };
const at = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 10, day, hour - 8, minute);
const shift = (name: string, from: string, to: string, weekdays: readonly number[] = []): Shift => ({
  name,
  from,
  to,
  weekdays,
  person: name,
  mobile: null,
});

describe('daily hours over midnight', () => {
  it('hold from 22:00 to 07:00 of the park', () => {
    expect(
      [at(24, 21, 59), at(24, 22), at(25, 3), at(25, 6, 59), at(25, 7)].map((instant) =>
        isWithinHours(QUIET, instant, ZONE),
      ),
    ).toEqual([false, true, true, true, false]);
  });
  it('end at the next 07:00', () => {
    expect(endOfHours(QUIET, at(24, 23), ZONE)).toBe(at(25, 7));
    expect(endOfHours(QUIET, at(25, 3), ZONE)).toBe(at(25, 7));
  });
});

describe('who is on duty', () => {
  // 24 November 2026 is a Tuesday.
  const shifts = [
    shift('早班', '08:00', '16:00', [1, 2, 3, 4, 5]),
    shift('中班', '16:00', '00:00', [1, 2, 3, 4, 5]),
    shift('夜班', '00:00', '08:00'),
    shift('周末', '08:00', '00:00', [6, 7]),
  ];
  it('is found by the park clock and the day of the week', () => {
    expect(
      [at(24, 9), at(24, 17), at(25, 2), at(28, 12)].map((instant) => onDutyAt(shifts, instant, ZONE)?.name),
    ).toEqual(['早班', '中班', '夜班', '周末']);
  });
  it('counts a night by the day it began on', () => {
    const friday = [shift('周五夜', '20:00', '06:00', [5])];
    expect(onDutyAt(friday, at(28, 3), ZONE)?.name).toBe('周五夜');
    expect(onDutyAt(friday, at(27, 3), ZONE)).toBeNull();
  });
});
