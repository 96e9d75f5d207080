import type { Alert, Transition, WallControl, WallScene } from '@parkpulse/contracts';
import { describe, expect, it } from 'vitest';
import { isMuted, isSoundDue } from '../alarm/soundPlan.js';
import { fromAlerts, fromTransitions, takeoverOf, unheard } from '../alarm/takeover.js';
import { fitText, textEm } from './fitText.js';
import { withoutPhones } from './mask.js';
import { firstRotation, nextRotation, type Rotation, type RotationInput } from './rotation.js';
import { ownerKey } from './sentence.js';

const control: WallControl = {
  revision: 0,
  scenes: ['overview', 'trend', 'map'],
  paused: false,
  pinned: null,
  skips: 0,
  seconds: { overview: 20, others: 15 },
  visitor: false,
  demo: false,
  locale: 'zh-CN',
  sound: { on: true, muteFrom: null, muteTo: null },
  acknowledgedTo: null,
};
const none: ReadonlySet<WallScene> = new Set();
const next = (
  rotation: Rotation,
  now: number,
  over: Partial<WallControl> = {},
  { failing = none, isTakenOver = false }: Partial<Pick<RotationInput, 'failing' | 'isTakenOver'>> = {},
) => nextRotation(rotation, { control: { ...control, ...over }, failing, isTakenOver, now });
const start = firstRotation(control, 0);

describe('the rotation', () => {
  it('gives the overview 20 s and the others 15 s, and starts over', () => {
    expect(next(start, 19_999)).toBe(start);
    const second = next(start, 20_000);
    expect(second).toMatchObject({ scene: 'trend', since: 20_000 });
    const third = next(second, 35_000);
    expect(third.scene).toBe('map');
    expect(next(third, 50_000).scene).toBe('overview');
  });

  it('goes on with the scene that was on before a reload, unless that is no longer played', () => {
    expect(firstRotation(control, 0, 'map').scene).toBe('map');
    expect(firstRotation(control, 0, 'feeds').scene).toBe('overview');
  });

  it('stays when paused, moves by each skip once, forward and back', () => {
    expect(next(start, 99_000, { paused: true })).toBe(start);
    const skipped = next(start, 1000, { paused: true, skips: 1 });
    expect(skipped).toMatchObject({ scene: 'trend', skips: 1 });
    expect(next(skipped, 2000, { paused: true, skips: 1 })).toBe(skipped);
    expect(next(skipped, 3000, { skips: -1 }).scene).toBe('map');
  });

  it('stays on what is pinned, even on what does not rotate', () => {
    const pinned = next(start, 1000, { pinned: 'feeds' });
    expect(pinned.scene).toBe('feeds');
    expect(next(pinned, 99_000, { pinned: 'feeds' })).toBe(pinned);
    expect(next(pinned, 99_001).scene).toBe('overview');
  });

  it('is taken over by an alert and goes on afterwards', () => {
    const scenes: WallScene[] = ['overview', 'changes', 'map'];
    const taken = next(start, 1000, { scenes }, { isTakenOver: true });
    expect(taken.scene).toBe('changes');
    expect(next(taken, 60_000, { scenes }, { isTakenOver: true })).toBe(taken);
    expect(next(taken, 60_001, { scenes }).scene).toBe('map');
  });

  it('passes over a scene that failed, and never stops', () => {
    expect(next(start, 20_000, {}, { failing: new Set<WallScene>(['trend']) }).scene).toBe('map');
    expect(next(start, 5, {}, { failing: new Set<WallScene>(['overview']) }).scene).toBe('trend');
    expect(next(start, 20_000, {}, { failing: new Set<WallScene>(['overview', 'trend', 'map']) }).scene).toBe(
      'trend',
    );
    expect(next(start, 5, { pinned: 'trend' }, { failing: new Set<WallScene>(['trend']) }).scene).toBe(
      'overview',
    );
  });
});

const NOW = Date.parse('2026-11-24T08:00:00Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
const drop = (over: Partial<Transition> = {}): Transition => ({
  at: ago(60),
  knownAt: ago(60),
  indicator: 'I10',
  level: 'candidate',
  series: 'stable',
  from: 'S4',
  to: 'S3',
  cause: 'value',
  clauses: ['I10.S4.m1'],
  points: '-0.5625',
  ...over,
});
const alert = (over: Partial<Alert> = {}): Alert => ({
  id: '1',
  rule: 'A01',
  park: 'p1',
  indicator: 'I10',
  severity: 'warning',
  state: 'firing',
  since: ago(60),
  from: 'S4',
  to: 'S3',
  points: '-0.5625',
  cause: 'value',
  acknowledged: null,
  shelvedUntil: null,
  comments: [],
  ...over,
});

describe('the takeover by an alert', () => {
  const of = (alerts: readonly Alert[]) => takeoverOf(fromAlerts(alerts, control), NOW);

  it('shows the most severe, then the newest, and how many more', () => {
    expect(
      of([alert(), alert({ id: '2', severity: 'alarm', since: ago(300) }), alert({ id: '3' })]),
    ).toMatchObject({
      kind: 'card',
      alert: { id: '2' },
      more: 2,
    });
  });

  it('is not for reminders, resolved, shelved or acknowledged ones, and ends after ten minutes', () => {
    const quiet = [
      alert({ severity: 'reminder' }),
      alert({ state: 'resolved' }),
      alert({ shelvedUntil: ago(-60) }),
      alert({ acknowledged: { by: 'x', at: ago(1) } }),
      alert({ since: ago(601) }),
    ];
    expect(of(quiet)).toEqual({ kind: 'none' });
    expect(unheard(fromAlerts([alert({ since: ago(601) })], control))).toEqual(['1']);
    expect(unheard(fromAlerts([alert()], { ...control, acknowledgedTo: ago(0) }))).toEqual([]);
  });

  it('tells at once of a fall that a late reading made known, and never of one that is silenced', () => {
    const late = { ...alert({ since: ago(7200) }), firedAt: ago(30) };
    expect(of([late])).toMatchObject({ kind: 'card', alert: { id: '1' } });
    const silenced = { ...alert(), suppressed: { by: 'silence', ref: '7' } };
    expect(of([silenced])).toEqual({ kind: 'none' });
    expect(unheard(fromAlerts([silenced], control))).toEqual([]);
    expect(fromAlerts([silenced], control)).toMatchObject([{ isSilenced: true }]);
  });

  it('says whose turn it is by office, never by name', () => {
    const owner = (over: object) =>
      fromAlerts([{ ...alert(), ...over }], control).map((one) => ownerKey(one))[0];
    expect([owner({}), owner({ escalated: 1 }), owner({ rule: 'A13' })]).toEqual([
      'wall.owner.desk',
      'wall.owner.1',
      'wall.owner.operations',
    ]);
  });

  it('counts a flood instead of showing it: more than ten in ten minutes', () => {
    const many = Array.from({ length: 11 }, (_, index) =>
      alert({ id: String(index), severity: index < 2 ? 'alarm' : 'warning' }),
    );
    expect(of(many.slice(0, 10)).kind).toBe('card');
    expect(of(many)).toEqual({ kind: 'digest', count: 11, alarms: 2, warnings: 9 });
  });

  it('is made of level drops where there is no alert list', () => {
    const drops = [
      drop(),
      drop({ indicator: 'I22', from: 'S4', to: 'S2', points: '-1.3500' }),
      drop({ indicator: 'I05', cause: 'staleness' }),
      drop({ indicator: 'I06', from: 'S3', to: 'S4' }),
      // History that late data corrected, and a fall that has been made good.
      drop({ indicator: 'I07', at: ago(86_400), knownAt: ago(1) }),
      drop({ indicator: 'I08', at: ago(120) }),
      drop({ indicator: 'I08', from: 'S3', to: 'S4' }),
    ];
    const alerts = fromTransitions(drops, control, NOW);
    expect(alerts.map(({ indicator, severity }) => [indicator, severity])).toEqual([
      ['I10', 'warning'],
      ['I22', 'alarm'],
    ]);
    expect(unheard(fromTransitions(drops, { ...control, acknowledgedTo: ago(0) }, NOW))).toEqual([]);
  });
});

describe('the sound', () => {
  it('comes at once, then every five minutes until somebody acknowledges', () => {
    const due = (soundedAt: number | null, isHeard = false, isNew = false) =>
      isSoundDue({ isUnheard: !isHeard, isNew, isMuted: false, soundedAt, now: NOW });
    expect(due(null)).toBe(true);
    expect(due(NOW - 299_000)).toBe(false);
    expect(due(NOW - 300_000)).toBe(true);
    expect(due(null, true)).toBe(false);
    expect(due(NOW - 20_000, false, true)).toBe(true);
    expect(due(NOW - 9000, false, true)).toBe(false);
  });

  it('keeps to the mute schedule, across midnight too', () => {
    const night = { on: true, muteFrom: '22:00', muteTo: '07:00' };
    expect(['21:59', '22:00', '03:00', '06:59', '07:00'].map((clock) => isMuted(night, clock))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(isMuted({ on: false, muteFrom: null, muteTo: null }, '12:00')).toBe(true);
    expect(isMuted({ on: true, muteFrom: '12:00', muteTo: '13:00' }, '12:30')).toBe(true);
  });
});

describe('texts', () => {
  it('are shortened to a width, never cut by their box', () => {
    expect(fitText('危险化学品运输监测及危险化学品停车场管理', 8)).toBe('危险化学品运输…');
    expect(textEm(fitText('Environmental Quality & Pollution Source Supervision', 12))).toBeLessThanOrEqual(
      12.7,
    );
    expect(fitText('物联网平台', 5)).toBe('物联网平台');
  });

  it('hold no phone numbers', () => {
    expect(withoutPhones('值班 13812345678，0571-87654321；编号 20261124')).toBe(
      '值班 138****，057****；编号 20261124',
    );
  });
});
