import { type Level, compareLevels, levelRank } from '../kernel/level.js';
import { GRADES, type Grade, type Points, gradeOf } from '../assessment/scoring.js';

/** By the action needed: alarm 报警 = act in this shift, warning 预警 = today, reminder 提醒 = plan. */
export const ALERT_SEVERITIES = ['reminder', 'warning', 'alarm'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** Orders severities: negative when `a` is less severe than `b`. */
export function compareSeverity(a: AlertSeverity, b: AlertSeverity): number {
  return ALERT_SEVERITIES.indexOf(a) - ALERT_SEVERITIES.indexOf(b);
}

/** Returns the most severe of several; reminder for none. */
export function highestSeverity(severities: Iterable<AlertSeverity>): AlertSeverity {
  let highest: AlertSeverity = 'reminder';
  for (const severity of severities) if (compareSeverity(severity, highest) > 0) highest = severity;
  return highest;
}

/** A loss of this many points, or a fall by this many levels, is an alarm by itself. */
export interface AlarmingLoss {
  readonly points: Points;
  readonly levels: number;
}

/** What a fall of one indicator cost. */
export interface Loss {
  readonly from: Level;
  readonly to: Level;
  /** Points lost, as a positive number. */
  readonly points: Points;
  /** The park's grade fell with it. */
  readonly gradeLost: boolean;
}

/**
 * Severity of a fallen level: an alarm when it lost the park its grade, however few the points, or as many levels or
 * points as are alarming by themselves; a warning otherwise.
 */
export function severityOfLoss({ from, to, points, gradeLost }: Loss, alarming: AlarmingLoss): AlertSeverity {
  const isDeep = levelRank(from) - levelRank(to) >= alarming.levels || points >= alarming.points;
  return gradeLost || isDeep ? 'alarm' : 'warning';
}

/** Tells whether a fall of Z crossed 60 or 80. */
export function losesGrade(before: Points, after: Points): boolean {
  return compareGrades(gradeOf(after), gradeOf(before)) < 0;
}

/** Orders grades: negative when `a` is lower than `b`. */
export function compareGrades(a: Grade, b: Grade): number {
  return GRADES.indexOf(a) - GRADES.indexOf(b);
}

/** Tells whether one level is below another. */
export function isBelow(level: Level, reference: Level): boolean {
  return compareLevels(level, reference) < 0;
}
