import {
  DEFAULT_NOTICE_POLICY,
  HGT_6313_2024,
  type IndicatorId,
  LOWEST_LEVELS,
  type Level,
  type LevelRow,
  NO_MEMORY,
  NO_NOTICES,
  ParkFacts,
  compileStandard,
  scoreRowAt,
} from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import type { HeldRows } from '../assess/heldRows.js';
import type { ParkMemory } from '../assess/parkMemory.js';
import { assessmentRules } from '../assess/rules.js';
import { type DerivedRun, decideParkAlerts } from './decideParkAlerts.js';
import type { AlertContext } from './ports.js';

const NOON = Date.UTC(2026, 10, 24, 4);
const HOUR = 3_600_000;
const RULES = assessmentRules(compileStandard(HGT_6313_2024));
const NOTHING = { superseded: [], added: [] };

function row(
  at: number,
  indicator: IndicatorId,
  candidate: Level,
  cause: LevelRow['cause'] = 'value',
): LevelRow {
  const levels = { ...LOWEST_LEVELS, candidate };
  return {
    indicator,
    at,
    stable: levels,
    raw: levels,
    stale: false,
    pending: null,
    since: at,
    cause,
    rawCause: cause,
    clauses: [],
  };
}

const context = (change: Partial<AlertContext> = {}): AlertContext => ({
  book: {
    park: { id: 'p1', name: '园区' },
    zone: 'Asia/Shanghai',
    prefix: '1',
    serial: 0,
    alerts: [],
    memory: { ...NO_MEMORY, references: { I10: 'S4', I34: 'S4' }, grade: 'initial' },
    notices: NO_NOTICES,
    silences: [],
    channels: [],
    shifts: [],
    policy: DEFAULT_NOTICE_POLICY,
    system: [],
    nextDue: null,
  },
  isNew: false,
  feeds: [],
  lags: [],
  ...change,
});

function run(held: Partial<HeldRows>, change: Partial<DerivedRun> = {}): DerivedRun {
  const levelsBefore = new Map(
    [row(NOON - HOUR, 'I10', 'S4'), row(NOON - HOUR, 'I34', 'S4')].map((one) => [one.indicator, one]),
  );
  const scoreBefore = scoreRowAt(
    HGT_6313_2024,
    RULES.plan,
    NOON - HOUR,
    new Map([...levelsBefore].map(([id, { stable }]) => [id, stable])),
  );
  return {
    rules: RULES,
    memory: { facts: ParkFacts.of([]), definitions: [], attestations: [] } as unknown as ParkMemory,
    held: {
      clausesBefore: new Map(),
      clausesWithin: [],
      levelsBefore,
      levelsWithin: [],
      scoreBefore,
      scoresWithin: [],
      ...held,
    },
    levels: NOTHING,
    scores: NOTHING,
    signals: [],
    zone: 'Asia/Shanghai',
    assessedTo: NOON,
    now: NOON + HOUR,
    isCaughtUp: true,
    ...change,
  };
}

const kinds = (alerts: ReturnType<typeof decideParkAlerts>) =>
  alerts.commit?.events.map(({ kind, alert }) => `${alert} ${kind}`) ?? null;

describe('the alerts of an assessment run', () => {
  it('are decided from what was newly lived', () => {
    const decided = decideParkAlerts(
      context(),
      run({}, { levels: { superseded: [], added: [row(NOON + 1, 'I10', 'S3')] } }),
    );
    expect(kinds(decided)).toEqual(['1-1 opened', '1-1 fired', '1-1 grouped']);
    expect(decided.commit?.changed[0]).toMatchObject({
      key: { indicator: 'I10' },
      evidence: { from: 'S4', to: 'S3' },
      since: NOON + 1,
    });
  });

  it('see history as it is now believed: a row that is superseded never was', () => {
    const wrong = row(NOON - 1000, 'I10', 'S3');
    const held = { levelsWithin: [wrong] };
    expect(kinds(decideParkAlerts(context(), run(held)))).toContain('1-1 fired');
    expect(
      kinds(decideParkAlerts(context(), run(held, { levels: { superseded: [wrong], added: [] } }))),
    ).toEqual([]);
  });

  it('are none where another measure definition rewrote the past', () => {
    const added = [row(NOON - 1000, 'I10', 'S2', 'rule'), row(NOON - 500, 'I10', 'S1', 'value')];
    const decided = decideParkAlerts(context(), run({}, { levels: { superseded: [], added } }));
    expect(kinds(decided)).toEqual([]);
    expect(decided.commit?.book.memory.references.I10).toBe('S1');
  });

  it('begin once a new park has caught up with its feeds', () => {
    const fresh = context({ isNew: true, book: { ...context().book, memory: NO_MEMORY } });
    expect(decideParkAlerts(fresh, run({}, { isCaughtUp: false }))).toEqual({
      commit: null,
      nextDue: NOON + HOUR + 5000,
      failures: [],
    });
    const begun = decideParkAlerts(fresh, run({}));
    expect(kinds(begun)).toEqual([]);
    expect(begun.commit?.book.memory.references).toEqual({ I10: 'S4', I34: 'S4' });
  });

  it('never keep the assessment from being stored: a fault is told, and it is looked at again', () => {
    const broken = run({}, { held: null as never });
    const decided = decideParkAlerts(context(), broken);
    expect(decided).toMatchObject({
      commit: null,
      nextDue: NOON + HOUR + 60_000,
      failures: [{ rule: null }],
    });
  });
});
