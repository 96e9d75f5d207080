import type { LevelRow, ScoreRow } from '../assessment/rows.js';
import type { IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import { type Alert, type AlertKey, alertKeyText } from './alert.js';
import type { AlertEvent } from './alertEvent.js';
import type { AlertInputs } from './alertInputs.js';
import { type AlertBook, openByKey } from './book.js';
import { decideDue, decideSighting } from './decide.js';
import { evolveAlert } from './evolve.js';
import { holdOf } from './holds.js';
import { CLEAR, type Observation, type Verdict, observed } from './observation.js';
import type { Moment, RuleFindings, RuleFunction } from './rule.js';
import type { AlertRuleId } from './ruleCatalogue.js';
import type { RuleMemory } from './ruleMemory.js';
import {
  type StoodBefore,
  afterEdit,
  excuse,
  forgetExcuses,
  standingOf,
  thresholdsBefore,
  withThresholds,
} from './ruleEdits.js';
import { thresholdsOf } from './thresholds.js';
import { lifeTimers } from './timers.js';

/** A rule that threw: its alerts are seen with an error, and somebody must look. */
export interface RuleFailure {
  readonly rule: AlertRuleId;
  readonly error: unknown;
}

/** The lives of a book's alerts over one run: rules are judged and time passes, instant by instant, in event time. */
export class LifeRun {
  readonly events: AlertEvent[] = [];
  readonly failures: RuleFailure[] = [];
  readonly fired = new Set<string>();
  /** Alerts by id, open ones and those that ended. */
  readonly alerts: Map<string, Alert>;
  memory: RuleMemory;
  serial: number;
  private readonly open: Map<string, Alert>;

  constructor(
    readonly book: AlertBook,
    memory: RuleMemory,
  ) {
    this.memory = memory;
    this.serial = book.serial;
    this.alerts = new Map(book.alerts.map((alert) => [alert.id, alert]));
    this.open = openByKey(book.alerts);
  }

  /** Lets time pass for the alerts of some rules: what has been held long enough fires, resolves or is unshelved. */
  passTime(at: Instant, isMeant: (rule: AlertRuleId) => boolean): void {
    const meant = [...this.open.values()].filter(({ key }) => isMeant(key.rule));
    for (const alert of meant) this.take(decideDue(alert, at, holdOf(alert.key.rule, this.book.policy)));
  }

  /** Judges rules at one moment; all of them see the same memory. */
  judge(
    rules: Readonly<Partial<Record<AlertRuleId, RuleFunction>>>,
    moment: Omit<Moment, 'memory' | 'openFor' | 'threshold'>,
  ): void {
    const { thresholds } = this.book.policy;
    const openFor = (key: AlertKey): Alert | null => this.openFor(key);
    const complete: Moment = { ...moment, memory: this.memory, openFor, threshold: thresholdsOf(thresholds) };
    const found = Object.entries(rules).map(([name, judge]) => {
      const rule = name as AlertRuleId;
      const findings = this.findings(rule, judge, complete);
      return { rule, findings, before: this.standingBefore(rule, judge, complete) };
    });
    for (const { rule, findings, before } of found) this.apply(rule, findings, before, moment.at);
  }

  /**
   * Takes observations of one rule in; its open alerts that are not among them are clear. `before` tells how keys stood
   * under other thresholds, where the rule's have been edited since it was last judged.
   */
  observe(
    rule: AlertRuleId,
    observations: readonly Observation[],
    at: Instant,
    before: StoodBefore | null = null,
  ): void {
    const mentioned = new Set(observations.map(({ key }) => alertKeyText(key)));
    const unnamed = this.openOf(rule).filter(({ key }) => !mentioned.has(alertKeyText(key)));
    for (const observation of [...observations, ...unnamed.map(({ key }) => observed(key, CLEAR))]) {
      if (this.isExcused(observation, before)) continue;
      this.see(before === null ? observation : afterEdit(observation, before), at);
    }
    this.excuseAs(forgetExcuses(this.memory.excused, rule, mentioned));
  }

  /** The earliest timer of any open alert. */
  nextLifeDue(): Instant | null {
    const dues = [...this.open.values()].flatMap((alert) =>
      lifeTimers(alert, this.book.policy).map(({ at }) => at),
    );
    return dues.length === 0 ? null : Math.min(...dues);
  }

  openFor(key: AlertKey): Alert | null {
    return this.open.get(alertKeyText(key)) ?? null;
  }

  private findings(rule: AlertRuleId, judge: RuleFunction, moment: Moment): RuleFindings | null {
    try {
      return judge(moment);
    } catch (error) {
      this.failures.push({ rule, error });
      return null;
    }
  }

  /** How the keys of a rule stand under the thresholds it was last judged by; null where these are still in force. */
  private standingBefore(rule: AlertRuleId, judge: RuleFunction, moment: Moment): StoodBefore | null {
    const settings = thresholdsBefore(rule, this.memory, this.book.policy.thresholds);
    if (settings === null) return null;
    const findings = this.findings(rule, judge, { ...moment, threshold: thresholdsOf(settings) });
    return findings === null ? new Map() : standingOf(findings);
  }

  private isExcused(observation: Observation, before: StoodBefore | null): boolean {
    if (this.openFor(observation.key) !== null) return false;
    const { isExcused, excused } = excuse(observation, this.memory.excused, before);
    this.excuseAs(excused);
    return isExcused;
  }

  private excuseAs(excused: RuleMemory['excused']): void {
    if (excused !== this.memory.excused) this.memory = { ...this.memory, excused };
  }

  private apply(
    rule: AlertRuleId,
    findings: RuleFindings | null,
    before: StoodBefore | null,
    at: Instant,
  ): void {
    if (findings === null) return this.seeAll(rule, { kind: 'error' }, at);
    this.memory = { ...this.memory, dues: withDue(this.memory.dues, rule, findings.nextDue) };
    if (findings.kind === 'blind') return this.seeAll(rule, { kind: 'noData' }, at);
    const thresholds = withThresholds(this.memory, rule, this.book.policy.thresholds);
    this.memory = { ...this.memory, ...findings.memory, thresholds };
    this.observe(rule, findings.observations, at, before);
  }

  private seeAll(rule: AlertRuleId, verdict: Verdict, at: Instant): void {
    for (const alert of this.openOf(rule)) this.see(observed(alert.key, verdict), at);
  }

  private see(observation: Observation, at: Instant): void {
    const alert = this.openFor(observation.key);
    const hold = holdOf(observation.key.rule, this.book.policy);
    this.take(
      decideSighting({ alert, observation, at, hold, newId: `${this.book.prefix}-${this.serial + 1}` }),
    );
  }

  private take(events: readonly AlertEvent[]): void {
    for (const event of events) {
      if (event.kind === 'opened') this.serial += 1;
      if (event.kind === 'fired') this.fired.add(event.alert);
      const alert = evolveAlert(this.alerts.get(event.alert) ?? null, event);
      this.alerts.set(alert.id, alert);
      if (alert.phase === 'resolved') this.open.delete(alertKeyText(alert.key));
      else this.open.set(alertKeyText(alert.key), alert);
      this.events.push(event);
    }
  }

  private openOf(rule: AlertRuleId): readonly Alert[] {
    return [...this.open.values()].filter(({ key }) => key.rule === rule);
  }
}

function withDue(dues: RuleMemory['dues'], rule: AlertRuleId, due: Instant | null): RuleMemory['dues'] {
  const { [rule]: _held, ...others } = dues;
  return due === null ? others : { ...others, [rule]: due };
}

/** Levels and scores of a run as they stand, instant by instant. */
export class RowCursor {
  levels: ReadonlyMap<IndicatorId, LevelRow>;
  previous: ReadonlyMap<IndicatorId, LevelRow>;
  score: ScoreRow | null;
  scoreBefore: ScoreRow | null;
  private readonly levelRows: readonly LevelRow[];
  private readonly scoreRows: readonly ScoreRow[];

  constructor({ levels, scores }: AlertInputs) {
    this.levels = levels.before;
    this.previous = levels.before;
    this.score = scores.before;
    this.scoreBefore = scores.before;
    this.levelRows = [...levels.within].sort((a, b) => a.at - b.at);
    this.scoreRows = [...scores.within].sort((a, b) => a.at - b.at);
  }

  /** The first instant after another at which a row begins; null when none does. */
  nextAfter(instant: Instant): Instant | null {
    const next = [this.levelRows, this.scoreRows].flatMap(
      (rows) => rows.find(({ at }) => at > instant)?.at ?? [],
    );
    return next.length === 0 ? null : Math.min(...next);
  }

  /** Moves on from one instant to a later one. */
  advance(from: Instant, to: Instant): void {
    const isBetween = ({ at }: { readonly at: Instant }): boolean => at > from && at <= to;
    const rows = this.levelRows.filter(isBetween);
    this.previous = this.levels;
    this.scoreBefore = this.score;
    if (rows.length > 0)
      this.levels = new Map([...this.levels, ...rows.map((row) => [row.indicator, row] as const)]);
    this.score = this.scoreRows.findLast(isBetween) ?? this.score;
  }
}
