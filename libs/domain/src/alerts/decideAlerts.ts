import { gradeOf } from '../assessment/scoring.js';
import type { Instant } from '../telemetry/facts.js';
import { type Alert, isOpen } from './alert.js';
import type { AlertEvent } from './alertEvent.js';
import type { AlertInputs } from './alertInputs.js';
import type { AlertBook } from './book.js';
import { decideNotices, keptAlerts } from './decideNotices.js';
import { LifeRun, RowCursor, type RuleFailure } from './lifeRun.js';
import type { OutgoingMessage } from './message.js';
import type { PrerequisiteGraph } from './prerequisites.js';
import type { RuleMemory } from './ruleMemory.js';
import { judgeMajorHazards, judgeFlapping } from './rules/deviceRules.js';
import { judgeDailyUpload, judgeMonthlyUpload, judgeSafetyCommitment } from './rules/dueUploads.js';
import { judgeEnergy } from './rules/energyRule.js';
import { judgeEvidence } from './rules/evidenceExpiry.js';
import { judgeFeeds } from './rules/feedSilence.js';
import { judgeGradeMargin, GRADE_MARGIN } from './rules/gradeMargin.js';
import { judgeIntegrity } from './rules/integrityRules.js';
import { judgeLevels, rebaseReferences, regressionKey } from './rules/levelRegression.js';
import { judgeEnvironmentRate } from './rules/environmentRate.js';
import { judgeApproaching } from './rules/rateMargin.js';
import { judgeRegister } from './rules/registerRule.js';
import { judgeScoreDrop } from './rules/scoreDrop.js';
import { judgeSourceLag } from './rules/sourceLag.js';
import { type AlertTimer, lifeTimers, silenceTimers } from './timers.js';

/** Judged at every instant at which a level or score changes. */
const FAST_RULES = { A01: judgeLevels, A02: judgeScoreDrop, A03: judgeGradeMargin, A12: judgeFeeds };
/** Judged once a minute, or when due, at the end of a run. */
const SLOW_RULES = {
  A04: judgeApproaching,
  A05: judgeMajorHazards,
  A06: judgeFlapping,
  A07: judgeDailyUpload,
  A08: judgeMonthlyUpload,
  A09: judgeSafetyCommitment,
  A10: judgeEnvironmentRate,
  A11: judgeEnergy,
  A13: judgeSourceLag,
  A14: judgeRegister,
  A15: judgeIntegrity,
  A16: judgeEvidence,
};
const SLOW_MS = 60_000;
/** No run reaches back so far but for data that came late. */
const FAR_BACK_MS = 4 * 86_400_000;
/** Looked at later than due by this much: nobody was watching meanwhile. */
const LATE_MS = 60_000;

/** What an assessment run means for the alerts of its park; stored in the same transaction as the levels. */
export interface AlertDecision {
  /** Alerts that changed, as they are now. */
  readonly changed: readonly Alert[];
  readonly events: readonly AlertEvent[];
  readonly messages: readonly OutgoingMessage[];
  /** All timers of the book from here on. */
  readonly timers: readonly AlertTimer[];
  /** The book as it is to be found by the next decision. */
  readonly book: AlertBook;
  readonly failures: readonly RuleFailure[];
}

/** The stretch of event time a decision covers: (`from`, `now`]; `from` null while nothing has been decided for the park. */
export interface AlertSpan {
  readonly from: Instant | null;
  readonly now: Instant;
}

/**
 * Decides the alerts of a park after an assessment run: walks through what was newly lived, instant by instant, so that
 * the outcome does not depend on how many events came at once; history rewritten before `from` raises nothing that is
 * over by now. Then decides, once, who is told what. Pure: the same book and inputs give the same decision.
 */
export function decideAlerts(
  book: AlertBook,
  inputs: AlertInputs,
  span: AlertSpan,
  graph: PrerequisiteGraph,
): AlertDecision {
  const run = new LifeRun(book, memoryBefore(book, inputs, span));
  const cursor = new RowCursor(inputs);
  // Where things start from is settled once the park has caught up with its feeds for the first time.
  if (span.from === null && inputs.feeds === null) return conclude(run, span.now, graph);
  let at = span.from ?? span.now - 1;
  while (at < span.now) {
    const next = Math.min(span.now, nextInstant(run, cursor, at) ?? span.now);
    cursor.advance(at, next);
    judgeAt(run, cursor, { inputs, at: next, span });
    at = next;
  }
  return conclude(run, span.now, graph);
}

/** Ends a run: decides who is told, and says what the store must keep. */
export function conclude(run: LifeRun, now: Instant, graph: PrerequisiteGraph): AlertDecision {
  const { book } = run;
  const notices = decideNotices(book, [...run.alerts.values()], { now, graph, fired: run.fired });
  const events = [...run.events, ...notices.events];
  const touched = new Set(events.map(({ alert }) => alert));
  const kept = keptAlerts(book, notices.alerts);
  const timers = [
    ...kept.filter(isOpen).flatMap((alert) => lifeTimers(alert, book.policy)),
    ...notices.timers,
    ...silenceTimers(book, now),
    ...ruleTimers(run),
  ].filter((timer) => timer.at > now);
  const nextDue = timers.length === 0 ? null : Math.min(...timers.map((timer) => timer.at));
  return {
    changed: notices.alerts.filter(({ id }) => touched.has(id)),
    events,
    messages: notices.messages,
    timers,
    book: {
      ...book,
      serial: run.serial,
      alerts: kept,
      memory: run.memory,
      notices: notices.notices,
      nextDue,
    },
    failures: run.failures,
  };
}

function memoryBefore(book: AlertBook, inputs: AlertInputs, { from, now }: AlertSpan): RuleMemory {
  const { memory, nextDue } = book;
  const run = new LifeRun(book, memory);
  const references = rebaseReferences(
    memory.references,
    inputs.levels,
    (id) => run.openFor(regressionKey(id)) !== null,
  );
  const isRestatedByRule = inputs.levels.ruleRestated.size > 0 && run.openFor(GRADE_MARGIN) === null;
  const z = inputs.scores.before?.z[1];
  const grade = isRestatedByRule && memory.grade !== null && z !== undefined ? gradeOf(z) : memory.grade;
  const wasLate = from !== null && nextDue !== null && now - nextDue > LATE_MS;
  return { ...memory, references, grade, awakeSince: wasLate ? now : memory.awakeSince };
}

function judgeAt(
  run: LifeRun,
  { levels, previous, score, scoreBefore }: RowCursor,
  { inputs, at, span }: { readonly inputs: AlertInputs; readonly at: Instant; readonly span: AlertSpan },
): void {
  const moment = { at, inputs, levels, previous, score, scoreBefore };
  run.judge(FAST_RULES, moment);
  // What was not judged at this instant may have changed by then: its time passes once it has been.
  if (at !== span.now) return run.passTime(at, (rule) => rule in FAST_RULES);
  const { slowAt } = run.memory;
  if (slowAt === null || at >= slowAt + SLOW_MS || isTakenBack(inputs, at)) {
    run.judge(SLOW_RULES, moment);
    run.memory = { ...run.memory, slowAt: at };
  }
  run.passTime(at, () => true);
}

// Late data has taken this run so far back that the next one will not see those days again.
function isTakenBack({ coveredFrom }: AlertInputs, at: Instant): boolean {
  return coveredFrom !== null && at - coveredFrom > FAR_BACK_MS;
}

function nextInstant(run: LifeRun, cursor: RowCursor, at: Instant): Instant | null {
  const dues = [
    cursor.nextAfter(at),
    run.nextLifeDue(),
    run.memory.dues.A02 ?? null,
    run.memory.dues.A12 ?? null,
  ];
  const ahead = dues.filter((due): due is Instant => due !== null && due > at);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

// A slow rule that is due earlier waits for the next time they are judged.
function ruleTimers({ memory }: LifeRun): readonly AlertTimer[] {
  const earliestSlow = memory.slowAt === null ? Number.NEGATIVE_INFINITY : memory.slowAt + SLOW_MS;
  return Object.entries(memory.dues).map(([rule, due]) => {
    const at = rule in FAST_RULES ? due : Math.max(due, earliestSlow);
    return { kind: 'rule', subject: rule, at } as const;
  });
}
