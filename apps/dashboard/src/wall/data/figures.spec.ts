import { describe, expect, it } from 'vitest';
import type { Feeds, Transition } from '../../api/types.js';
import { assessmentAt, trendOf } from '../../testing/park.js';
import { changeSince, lastHours, standingRegressions, toCauses, toFigures, toMovers } from './figures.js';
import { EMPTY_PICTURE, NO_STAMPS, staleAge } from './picture.js';

const drop = (over: Partial<Transition> = {}): Transition => ({
  at: '2026-11-24T01:00:00.000Z',
  knownAt: '2026-11-24T01:00:00.000Z',
  indicator: 'I10',
  level: 'candidate',
  series: 'stable',
  from: 'S4',
  to: 'S3',
  cause: 'value',
  clauses: [],
  points: '-0.5625',
  ...over,
});
const NOW = Date.parse('2026-11-25T02:30:00Z');

describe('what is always visible', () => {
  it('has Z, its margins and the regressions that stand, exactly', () => {
    const feeds: Feeds = {
      backlog: 0,
      items: [
        { source: 'a', lastEventAt: '2026-11-25T02:29:00.000Z', state: 'live' },
        { source: 'b', lastEventAt: '2026-11-25T01:00:00.000Z', state: 'silent' },
      ],
    };
    const figures = toFigures(
      { ...EMPTY_PICTURE, assessment: assessmentAt('S4', { I10: 'S3' }), transitions: [drop()], feeds },
      NOW,
    );
    expect(figures).toMatchObject({
      candidate: 844_375,
      grade: 'smart',
      feeds: { live: 1, total: 2 },
      dataAt: '2026-11-25T02:29:00.000Z',
      isSilent: false,
      day: null,
      regressions: [{ indicator: 'I10', from: 'S4', to: 'S3', points: -5625 }],
    });
    expect(figures?.margins).toEqual([
      { gate: 60, grade: 'enhanced', isReached: true, points: 244_375 },
      { gate: 80, grade: 'smart', isReached: true, points: 44_375 },
    ]);
  });

  it('compares with the last hour that had ended a day ago', () => {
    // Buckets start on the hour from 2026-11-24T00:00Z; at 02:30 a day later the one from 01:00 had ended at 02:00.
    const trend = trendOf('Z', ['61.0000', '62.0000', '63.0000', '64.0000']);
    expect(changeSince(700_000, trend, NOW - 86_400_000)).toBe(70_000);
    expect(changeSince(700_000, trendOf('Z', [null, '62.0000']), Date.parse('2026-11-24T00:30:00Z'))).toBeNull();
    expect(changeSince(700_000, null, NOW)).toBeNull();
  });

  it('knows that every source has fallen silent', () => {
    const feeds: Feeds = {
      backlog: 0,
      items: [{ source: 'a', lastEventAt: '2026-11-25T01:00:00.000Z', state: 'silent' }],
    };
    expect(toFigures({ ...EMPTY_PICTURE, assessment: assessmentAt('S3'), feeds }, NOW)?.isSilent).toBe(true);
  });
});

describe('regressions that stand', () => {
  it('are counted from the highest level they fell from, and end when it is back', () => {
    const steps = [drop({ from: 'S3', to: 'S2' }), drop({ from: 'S4', to: 'S3' }), drop({ indicator: 'I22' })];
    const standing = standingRegressions(assessmentAt('S4', { I10: 'S2' }), steps);
    expect(standing.map(({ indicator, from, to }) => [indicator, from, to])).toEqual([['I10', 'S4', 'S2']]);
  });
});

describe('sums of changes', () => {
  const changes = [
    drop(),
    drop({ indicator: 'I22', points: '0.7350', from: 'S3', to: 'S4', cause: 'registry' }),
    drop({ indicator: 'I05', points: '-0.5625' }),
    drop({ indicator: 'I05', points: '0.5625', from: 'S3', to: 'S4' }),
  ];
  it('are exact by indicator, without those that cancelled out', () => {
    expect(toMovers(changes)).toEqual([
      { indicator: 'I22', points: 7350, changes: 1 },
      { indicator: 'I10', points: -5625, changes: 1 },
    ]);
  });

  it('tell falls from rises by cause', () => {
    expect(toCauses(changes)).toEqual([
      { cause: 'value', falls: 2, rises: 1, points: -5625 },
      { cause: 'registry', falls: 0, rises: 1, points: 7350 },
    ]);
  });
});

describe('a part of the picture', () => {
  it('is stale after three of its periods', () => {
    const stamps = { ...NO_STAMPS, feeds: NOW - 45_001, month: NOW - 45_001 };
    expect(staleAge('feeds', stamps, NOW)).toBe(45_001);
    expect(staleAge('month', stamps, NOW)).toBeNull();
    expect(staleAge('places', stamps, NOW)).toBeNull();
  });

  it('of a trend is its end', () => {
    expect(lastHours(trendOf('Z', ['1.0000', '2.0000', '3.0000']), 1).candidate).toEqual(['2.0000', '3.0000']);
  });
});
