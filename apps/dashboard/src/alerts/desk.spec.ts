import { describe, expect, it } from 'vitest';
import { i18n } from '../i18n/index.js';
import { toHandover } from './handover.js';
import { toTimeline } from './happening.js';
import { holdText } from './holdText.js';
import { ownThresholds, ruleDraft, withRule } from './ruleDraft.js';
import { toSections } from './order.js';
import { fromDraft, toDraft } from './policyDraft.js';
import { type Translate, alertSentence } from './sentence.js';
import { alertTable, safeCell } from './tables.js';
import type { AlertItem } from './types.js';

const { t: translate } = i18n.global;
const zh: Translate = (key, slots = {}) => translate(key, slots, { locale: 'zh-CN' });
const en: Translate = (key, slots = {}) => translate(key, slots, { locale: 'en' });
const BASE: AlertItem = {
  id: '1-1',
  rule: 'A01',
  park: 'p1',
  indicator: 'I10',
  severity: 'warning',
  state: 'firing',
  since: '2026-11-24T01:00:00Z',
  from: 'S4',
  to: 'S3',
  points: '-0.5625',
  cause: 'value',
  acknowledged: null,
  shelvedUntil: null,
  comments: [],
  scope: '',
  sight: 'breached',
  firedAt: '2026-11-24T01:00:00Z',
  resolvedAt: null,
  resolution: null,
  assignee: null,
  suppressed: null,
  causedBy: null,
  escalated: 0,
  measure: null,
  observed: null,
  required: null,
  gradeLost: false,
  stage: 0,
  members: [],
  clauses: [],
  sources: [],
  z: null,
};
const alert = (change: Partial<AlertItem>): AlertItem => ({ ...BASE, ...change });

describe('the sentence of an alert', () => {
  const about = { indicator: null, points: null, cause: null } as const;
  it.each([
    [
      {},
      'I10 物联网平台 由 S4 降到 S3，失 0.5625 分',
      'I10 IoT Platform fell from S4 to S3, 0.5625 points lost',
    ],
    [
      { ...about, rule: 'A02', from: '61.2000', to: '60.5000', points: '-0.7000' },
      '综合得分由 61.20 降到 60.50，少了 0.70 分',
      'Z fell from 61.20 to 60.50, 0.70 points lost',
    ],
    [
      { ...about, rule: 'A03', to: '59.9000', observed: '59.9000', required: '60.0000', gradeLost: true },
      '综合得分 59.90，已跌破 60 分，评价结论降级',
      'Z is 59.90, below 60: the grade is lost',
    ],
    [
      { ...about, rule: 'A03', to: '61.2500', observed: '61.2500', required: '60.0000' },
      '综合得分 61.25，离 60 分的下限只剩 1.25 分',
      'Z is 61.25, only 1.25 points above the bound of 60',
    ],
    [
      { ...about, rule: 'A12', members: ['urn:a', 'urn:b'] },
      '2 个数据来源中断',
      '2 sources have fallen silent',
    ],
    [
      { ...about, rule: 'A12', stage: 1 },
      '园区全部数据来源中断',
      'All sources of the park have fallen silent',
    ],
    [
      { ...about, rule: 'A19', scope: 'clock', observed: '42' },
      '服务器与数据库时钟相差 42 秒',
      'The clocks of server and database are 42 seconds apart',
    ],
  ] as const)('carries the decision: %j', (change, chinese, english) => {
    const told = alert(change as Partial<AlertItem>);
    expect(alertSentence(told, zh, 'zh-CN')).toBe(chinese);
    expect(alertSentence(told, en, 'en')).toBe(english);
  });

  it('of a rate names the measure, what it is and what is required, as percentages', () => {
    const told = alert({
      rule: 'A04',
      measure: 'iot_access_ratio_design',
      scope: 'iot_access_ratio_design',
      observed: '0.8123',
      required: '0.8',
    });
    expect(alertSentence(told, zh, 'zh-CN')).toMatch(/81\.23.?%，正逼近要求的 80.?%/);
  });

  it('of a rule that it does not know still says what changed', () => {
    expect(alertSentence(alert({ rule: 'A99', indicator: null }), zh, 'zh-CN')).toBe('A99 S4 → S3');
  });
});

describe('the desk', () => {
  it('puts first what waits for somebody, the most severe on top', () => {
    const sections = toSections([
      alert({ id: 'muted', suppressed: { by: 'silence', ref: '1' } }),
      alert({ id: 'old warning', since: '2026-11-24T00:00:00Z' }),
      alert({ id: 'new warning', since: '2026-11-24T02:00:00Z' }),
      alert({ id: 'alarm', severity: 'alarm', since: '2026-11-23T00:00:00Z' }),
      alert({ id: 'seen', acknowledged: { by: 'a', at: BASE.since } }),
      alert({ id: 'unsure', state: 'pending' }),
    ]);
    expect(sections.map(({ section, alerts }) => [section, alerts.map(({ id }) => id)])).toEqual([
      ['act', ['alarm', 'new warning', 'old warning']],
      ['acknowledged', ['seen']],
      ['muted', ['muted']],
      ['pending', ['unsure']],
    ]);
  });

  it('tells what happened in words, and leaves out what only the machine needs', () => {
    const entries = toTimeline(
      [
        { kind: 'opened', at: BASE.since },
        { kind: 'grouped', at: BASE.since },
        { kind: 'worsened', at: BASE.since, severity: 'alarm', evidence: { from: 'S4', to: 'S2' } },
        { kind: 'commented', at: BASE.since, by: 'wang', text: '在路上' },
        { kind: 'seen', at: BASE.since, sight: 'between' },
        { kind: 'escalated', at: BASE.since, step: 2 },
      ],
      zh,
      'Asia/Shanghai',
    );
    expect(entries.map(({ text, said }) => [text, said])).toEqual([
      ['条件成立，开始计时', null],
      ['加重为报警（S2）', null],
      ['wang 留言', '在路上'],
      ['已升级至主管部门', null],
    ]);
  });
});

describe('the hand-over sheet', () => {
  const from = Date.parse('2026-11-24T00:00:00Z');
  const to = Date.parse('2026-11-24T12:00:00Z');
  it('sorts what a shift leaves to the next', () => {
    const before = '2026-11-23T20:00:00Z';
    const { waiting, carried, over, fired, said } = toHandover(
      [
        alert({ id: 'new' }),
        alert({ id: 'carried', firedAt: before, acknowledged: { by: 'a', at: before } }),
        alert({ id: 'over', state: 'resolved', firedAt: before, resolvedAt: '2026-11-24T03:00:00Z' }),
        alert({ id: 'later', firedAt: '2026-11-24T13:00:00Z' }),
        alert({ id: 'over later', firedAt: before, state: 'resolved', resolvedAt: '2026-11-24T13:00:00Z' }),
        alert({ id: 'never fired', firedAt: null, state: 'pending' }),
        alert({
          id: 'talked about',
          comments: [
            { by: 'b', at: '2026-11-24T05:00:00Z', text: 'later' },
            { by: 'a', at: '2026-11-24T04:00:00Z', text: 'sooner' },
            { by: 'a', at: before, text: 'the shift before' },
          ],
        }),
      ],
      from,
      to,
    );
    expect(waiting.map(({ id }) => id)).toEqual(['new', 'over later', 'talked about']);
    expect(carried.map(({ id }) => id)).toEqual(['carried']);
    expect(over.map(({ id }) => id)).toEqual(['over']);
    expect(fired.map(({ id }) => id)).toEqual(['new', 'talked about']);
    expect(said.map(({ text }) => text)).toEqual(['sooner', 'later']);
  });

  it('lists first what is most severe', () => {
    const waits = (['reminder', 'alarm', 'warning'] as const).map((severity) => alert({ severity }));
    expect(toHandover(waits, from, to).waiting.map(({ severity }) => severity)).toEqual([
      'alarm',
      'warning',
      'reminder',
    ]);
  });
});

describe('exports', () => {
  it('keep numbers as numbers and times in the park’s zone', () => {
    const { header, rows } = alertTable([BASE], zh, { locale: 'zh-CN', zone: 'Asia/Shanghai', name: 'x' });
    expect(rows[0]).toHaveLength(header.length);
    expect(rows[0]?.[header.indexOf('分值')]).toBe(-0.5625);
    expect(rows[0]?.[header.indexOf('起始')]).toBe('2026-11-24 09:00:00');
  });

  it('make formulas that came with the data inert', () => {
    expect(['=1+1', '+1', '-1', '@x', '\tx', 'S4', -1, null].map(safeCell)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@x",
      "'\tx",
      'S4',
      -1,
      null,
    ]);
  });
});

describe('settings', () => {
  const policy = {
    revision: 3,
    groupWaitSeconds: 10,
    groupIntervalSeconds: 300,
    repeatSeconds: { alarm: 3600, warning: 14_400, reminder: 14_400 },
    escalation: [
      { step: 1, afterSeconds: 900, from: 'warning' as const },
      { step: 3, afterSeconds: 14_400, from: 'alarm' as const },
    ],
    quietHours: null,
    quietNotices: false,
    storm: { above: 10, withinSeconds: 600, until: 5, intervalSeconds: 60 },
    holds: { A04: { forSeconds: 600 } },
    thresholds: { A04: { near: 3 } },
    changedBy: null,
    changedAt: null,
  };

  it('come out of their form as they went in, with what the form does not show', () => {
    expect(fromDraft(toDraft(policy), policy)).toEqual(policy);
  });

  it('keep what differs from the defaults only, rule by rule', () => {
    const bounds = { label: { zh: '', en: '' }, unit: 'points', least: 0.05, most: 20, step: 0.01 } as const;
    const rule = {
      hold: { forSeconds: 0, recoverForSeconds: 0, keepFiringSeconds: 0, noData: 'ok', error: 'ok' },
      thresholds: [
        { ...bounds, name: 'day', value: 0.75, default: 0.5 },
        { ...bounds, name: 'week', value: 1, default: 1 },
      ],
    } as const;
    const { thresholds } = ruleDraft(rule);
    expect(thresholds).toEqual({ day: 0.75, week: 1 });
    expect(ownThresholds(rule, thresholds)).toEqual({ day: 0.75 });
    expect(withRule({ A03: { warning: 1 } }, 'A02', { day: 0.75 })).toEqual({
      A03: { warning: 1 },
      A02: { day: 0.75 },
    });
    expect(withRule({ A02: { day: 0.75 } }, 'A02', {})).toEqual({});
    expect(withRule({ A02: { day: 0.75 } }, 'A02', null)).toEqual({});
  });

  it('say what a rule waits for, and nothing of waits of nothing', () => {
    const hold = {
      forSeconds: 0,
      recoverForSeconds: 0,
      keepFiringSeconds: 0,
      noData: 'keepLast',
      error: 'keepLast',
    } as const;
    expect(holdText(hold, zh, 'zh-CN')).toBe('一经判定立即触发；恢复即解除；无数据时保持原状');
    expect(holdText({ ...hold, forSeconds: 5400, keepFiringSeconds: 600 }, en, 'en')).toBe(
      'Fires after 90 minutes; over as soon as it is clear; kept for 10 minutes at least; without data it stays as it is',
    );
  });
});
