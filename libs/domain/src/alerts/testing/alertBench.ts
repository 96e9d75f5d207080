import { LOWEST_LEVELS, scoreRowAt } from '../../assessment/scoreTimeline.js';
import { planScoring } from '../../assessment/scoring.js';
import type { Cause, LevelRow, ScoreRow } from '../../assessment/rows.js';
import { compileStandard } from '../../inference/compileStandard.js';
import type { Level } from '../../kernel/level.js';
import { HGT_6313_2024 } from '../../standard/edition.js';
import type { ClauseId, IndicatorId } from '../../standard/ids.js';
import type { Instant } from '../../telemetry/facts.js';
import type { Alert } from '../alert.js';
import { evolveAlert } from '../evolve.js';
import type { AlertAct } from '../acts.js';
import { decideAct } from '../acts.js';
import type { AlertEvent } from '../alertEvent.js';
import type { AlertInputs, FeedSighting } from '../alertInputs.js';
import { type AlertBook, NO_NOTICES } from '../book.js';
import { type AlertDecision, decideAlerts } from '../decideAlerts.js';
import type { AlertMessage } from '../message.js';
import { DEFAULT_NOTICE_POLICY, type NoticeChannel, type NoticePolicy } from '../noticePolicy.js';
import { derivePrerequisites } from '../prerequisites.js';
import { NO_MEMORY } from '../ruleMemory.js';
import type { Silence } from '../suppression.js';

export const STANDARD = compileStandard(HGT_6313_2024);
export const PLAN = planScoring(HGT_6313_2024);
export const GRAPH = derivePrerequisites(HGT_6313_2024);
export const ZONE = 'Asia/Shanghai';
/** A Tuesday, 10:00 in Shanghai: not in quiet hours. */
export const START: Instant = Date.UTC(2026, 10, 24, 2);
export const ROBOT: NoticeChannel = { id: 'robot', minSeverity: 'reminder', step: 0, audience: 'all' };

export interface RowOptions {
  readonly cause?: Cause;
  readonly raw?: Level;
  readonly clauses?: readonly ClauseId[];
}

export interface Sent {
  readonly at: Instant;
  readonly channel: string;
  readonly message: AlertMessage;
}

/** A park on paper: level rows are put onto its timeline, and decisions made at chosen instants, as the assessor would. */
export class AlertBench {
  readonly sent: Sent[] = [];
  readonly events: AlertEvent[] = [];
  book: AlertBook;
  decidedTo: Instant | null = null;
  feeds: readonly FeedSighting[] | null = [];
  extra: Partial<AlertInputs> = {};
  last: AlertDecision | null = null;
  /** Every alert there ever was, as it is now. */
  readonly alerts = new Map<string, Alert>();
  private rows: LevelRow[] = [];
  private readonly ruleRestated = new Set<IndicatorId>();

  constructor(
    setup: { readonly channels?: readonly NoticeChannel[]; readonly policy?: Partial<NoticePolicy> } = {},
  ) {
    this.book = {
      park: { id: 'p1', name: '演示园区' },
      zone: ZONE,
      prefix: '1',
      serial: 0,
      alerts: [],
      memory: NO_MEMORY,
      notices: NO_NOTICES,
      silences: [],
      channels: setup.channels ?? [ROBOT],
      shifts: [],
      policy: { ...DEFAULT_NOTICE_POLICY, ...setup.policy },
      system: [],
      nextDue: null,
    };
  }

  /** Puts a level onto the timeline; `at` may lie before what was decided (a restatement). */
  level(
    at: Instant,
    indicator: IndicatorId,
    level: Level,
    { cause = 'value', raw = level, clauses = [] }: RowOptions = {},
  ): this {
    this.rows = this.rows.filter((row) => row.indicator !== indicator || row.at !== at);
    const stable = { ...LOWEST_LEVELS, candidate: level };
    this.rows.push({
      indicator,
      at,
      stable,
      raw: { ...LOWEST_LEVELS, candidate: raw },
      stale: false,
      pending: null,
      since: at,
      cause,
      rawCause: cause,
      clauses,
    });
    if (cause === 'rule' && this.decidedTo !== null && at <= this.decidedTo) this.ruleRestated.add(indicator);
    return this;
  }

  /** Takes a row back: history never had it. */
  withdraw(at: Instant, indicator: IndicatorId): this {
    this.rows = this.rows.filter((row) => row.indicator !== indicator || row.at !== at);
    return this;
  }

  silence(silence: Silence): this {
    this.book = { ...this.book, silences: [...this.book.silences, silence] };
    return this;
  }

  /** Decides up to an instant, and lets timers run on the way when told to. */
  run(now: Instant): AlertDecision {
    const at = this.decidedTo ?? now;
    const decision = decideAlerts(this.book, this.inputs(at, now), { from: this.decidedTo, now }, GRAPH);
    this.ruleRestated.clear();
    this.book = decision.book;
    this.decidedTo = now;
    this.last = decision;
    this.events.push(...decision.events);
    for (const alert of decision.changed) this.alerts.set(alert.id, alert);
    for (const { channel, message } of decision.messages) this.sent.push({ at: now, channel, message });
    return decision;
  }

  /** Decides at every instant at which something is due, as the assessor's queue does, up to `to`. */
  live(to: Instant): this {
    for (let guard = 0; guard < 100_000; guard += 1) {
      const next = Math.min(to, this.nextDue() ?? to);
      this.run(next);
      if (next === to) return this;
    }
    throw new Error('the clock does not move on');
  }

  act(alert: string, act: AlertAct, at: Instant): this {
    const held = this.book.alerts.find(({ id }) => id === alert);
    if (held === undefined) throw new Error(`no such alert: ${alert}`);
    const outcome = decideAct(held, act, 'duty', at);
    if (outcome.kind === 'refused') throw new Error(outcome.reason);
    const changed = outcome.events.reduce((state, event) => evolveAlert(state, event), held);
    this.book = { ...this.book, alerts: this.book.alerts.map((one) => (one.id === alert ? changed : one)) };
    this.events.push(...outcome.events);
    return this;
  }

  private nextDue(): Instant | null {
    const rows = this.rows
      .map(({ at }) => at)
      .filter((at) => at > (this.decidedTo ?? Number.NEGATIVE_INFINITY));
    const dues = [...rows, ...(this.book.nextDue === null ? [] : [this.book.nextDue])];
    return dues.length === 0 ? null : Math.max((this.decidedTo ?? 0) + 1, Math.min(...dues));
  }

  private inputs(at: Instant, now: Instant): AlertInputs {
    const rows = [...this.rows].sort((a, b) => a.at - b.at);
    const before = new Map<IndicatorId, LevelRow>();
    for (const row of rows) if (row.at <= at) before.set(row.indicator, row);
    const within = rows.filter((row) => row.at > at && row.at <= now);
    return {
      standard: STANDARD,
      plan: PLAN,
      zone: ZONE,
      levels: { before, within, ruleRestated: new Set(this.ruleRestated) },
      scores: this.scores(before, within, at),
      valueAt: null,
      coveredFrom: null,
      facts: null,
      feeds: this.feeds,
      attestations: [],
      lags: null,
      sources: new Map(),
      ...this.extra,
    };
  }

  private scores(
    before: ReadonlyMap<IndicatorId, LevelRow>,
    within: readonly LevelRow[],
    at: Instant,
  ): AlertInputs['scores'] {
    const levels = new Map([...before].map(([id, row]) => [id, row.stable]));
    const start: ScoreRow = scoreRowAt(HGT_6313_2024, PLAN, at, levels);
    const rows = [...new Set(within.map((row) => row.at))].map((instant) => {
      for (const row of within) if (row.at === instant) levels.set(row.indicator, row.stable);
      return scoreRowAt(HGT_6313_2024, PLAN, instant, levels);
    });
    return { before: start, within: rows };
  }
}

/** Levels of all indicators at once, for a park that starts somewhere. */
export function allAt(bench: AlertBench, at: Instant, level: Level): AlertBench {
  for (const { indicator } of STANDARD.indicators) bench.level(at, indicator.id, level);
  return bench;
}
