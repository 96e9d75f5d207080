// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  agoText,
  fromLocalInput,
  fromWallTime,
  spanText,
  timeText,
  toLocalInput,
  toWallTime,
} from './time.js';

const zone = 'Asia/Shanghai';
const moment = '2026-11-23T19:05:07Z';

describe('times on a screen', () => {
  it('are in the park’s zone, whatever the browser’s', () => {
    expect(timeText(moment, 'second', { zone })).toBe('2026-11-24 03:05:07');
    expect(timeText(moment, 'short', { zone })).toBe('11-24 03:05');
    expect(timeText(moment, 'clock', { zone })).toBe('03:05:07');
    expect(timeText(moment, 'day', { zone: 'UTC' })).toBe('2026-11-23');
  });

  it('say how long ago in both languages', () => {
    const now = Date.parse(moment) + 22 * 60_000;
    expect(agoText(moment, now, 'zh-CN')).toBe('22分钟前');
    expect(agoText(moment, now, 'en')).toBe('22 minutes ago');
    expect(agoText(moment, Date.parse(moment) - 3_600_000, 'en')).toBe('in 1 hour');
  });

  it('give spans in their largest whole unit', () => {
    expect(spanText(86_400_000, 'en')).toBe('1 day');
    expect(spanText(119_000, 'zh-CN')).toBe('1分钟');
    expect(spanText(-5, 'en')).toBe('0 seconds');
  });
});

describe('inputs of local time', () => {
  it('read back what they show', () => {
    expect(toLocalInput(moment, zone)).toBe('2026-11-24T03:05');
    expect(fromLocalInput('2026-11-24T03:05', zone)).toBe('2026-11-23T19:05:00.000Z');
    expect(fromLocalInput('', zone)).toBeNull();
  });

  it('hold across a change of summer time', () => {
    for (const local of ['2026-03-28T12:00', '2026-03-29T12:00', '2026-10-25T12:00']) {
      const instant = fromLocalInput(local, 'Europe/Berlin') ?? '';
      expect(toLocalInput(instant, 'Europe/Berlin')).toBe(local);
    }
  });
});

describe('wall time for axes', () => {
  it('shows local hours as UTC and comes back', () => {
    const wall = toWallTime(moment, zone);
    expect(new Date(wall).toISOString()).toBe('2026-11-24T03:05:07.000Z');
    expect(fromWallTime(wall, zone)).toBe('2026-11-23T19:05:07.000Z');
  });
});
