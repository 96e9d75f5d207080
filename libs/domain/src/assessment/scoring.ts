import { decimal, fromInteger, isWhole, multiplyDecimals, placeDecimalPoint } from '../kernel/decimal.js';
import { type Level, levelFactor } from '../kernel/level.js';
import type { InferredLevels } from '../inference/inferLevel.js';
import type { IndicatorId, PrimaryId, SecondaryId } from '../standard/ids.js';
import type { Standard } from '../standard/types.js';

/**
 * Points as a whole number of ten-thousandths of a point, so that every score is exact: secondary points are whole,
 * weights have at most two decimals and level factors two, and the finest step of Z is 0.0025 (ruling A7).
 */
export type Points = number;

/** The conclusion by Z alone (Table 2, ruling C6): smart Z >= 80, enhanced 60 <= Z < 80, initial Z < 60. */
/** Grades from the lowest to the highest. A higher one covers what the lower ones ask (6.1). */
export const GRADES = ['initial', 'enhanced', 'smart'] as const;
export type Grade = (typeof GRADES)[number];

const POINTS_DECIMALS = 4;
/** Whole units of `Points` in one point. */
export const UNITS_PER_POINT = 10 ** POINTS_DECIMALS;

export const ENHANCED_FROM: Points = 60 * UNITS_PER_POINT;
export const SMART_FROM: Points = 80 * UNITS_PER_POINT;

interface ScoredIndicator {
  readonly id: IndicatorId;
  readonly secondary: SecondaryId;
  readonly primary: PrimaryId;
  /** Secondary points times weight, in hundredths of a point: times a level factor it gives ten-thousandths. */
  readonly hundredths: number;
}

/** The weights of a standard prepared for scoring; make it once and share it. */
export interface ScoringPlan {
  readonly indicators: readonly ScoredIndicator[];
  readonly byId: ReadonlyMap<IndicatorId, ScoredIndicator>;
}

/** A score by formulas (1) to (3) of 5.2.2. */
export interface Score {
  readonly z: Points;
  readonly grade: Grade;
  readonly primary: ReadonlyMap<PrimaryId, Points>;
  readonly secondary: ReadonlyMap<SecondaryId, Points>;
  readonly indicators: ReadonlyMap<IndicatorId, Points>;
}

/** The scores of the three series; z(assured) <= z(candidate) <= z(ceiling). */
export type SeriesScores = Readonly<Record<keyof InferredLevels, Score>>;

/** Prepares a standard for scoring; throws when a weight is finer than hundredths of a point, which would be inexact. */
export function planScoring(standard: Standard): ScoringPlan {
  const secondaries = new Map(standard.secondaries.map((secondary) => [secondary.id, secondary]));
  const indicators = standard.indicators.map(({ id, secondary, weight }) => {
    const parent = secondaries.get(secondary);
    if (parent === undefined) throw new RangeError(`${id} names no secondary indicator: ${secondary}`);
    const hundredths = multiplyDecimals(decimal(weight), fromInteger(parent.points * 100));
    if (!isWhole(hundredths))
      throw new RangeError(`the weight of ${id} is finer than a hundredth of a point`);
    return { id, secondary, primary: parent.primary, hundredths: Number(hundredths.coefficient) };
  });
  return { indicators, byId: new Map(indicators.map((indicator) => [indicator.id, indicator])) };
}

/** Scores one level for each indicator (HG/T 6313-2024, 5.2.2, formulas 1 to 3), exactly. */
export function scoreLevels(plan: ScoringPlan, levelOf: (id: IndicatorId) => Level): Score {
  const primary = new Map<PrimaryId, Points>();
  const secondary = new Map<SecondaryId, Points>();
  const indicators = new Map<IndicatorId, Points>();
  let z = 0;
  for (const indicator of plan.indicators) {
    const points = indicator.hundredths * levelFactor(levelOf(indicator.id));
    indicators.set(indicator.id, points);
    secondary.set(indicator.secondary, (secondary.get(indicator.secondary) ?? 0) + points);
    primary.set(indicator.primary, (primary.get(indicator.primary) ?? 0) + points);
    z += points;
  }
  return { z, grade: gradeOf(z), primary, secondary, indicators };
}

/** Scores the three series of an inference; an indicator that is not among them counts as S1. */
export function scoreInference(
  plan: ScoringPlan,
  inferred: readonly (InferredLevels & { readonly id: IndicatorId })[],
): SeriesScores {
  const levels = new Map(inferred.map((indicator) => [indicator.id, indicator]));
  const series = (name: keyof InferredLevels): Score =>
    scoreLevels(plan, (id) => levels.get(id)?.[name] ?? 'S1');
  return { assured: series('assured'), candidate: series('candidate'), ceiling: series('ceiling') };
}

/** Returns the points of one indicator at a level: secondary points × weight × level factor (formula 3). */
export function indicatorPoints(plan: ScoringPlan, id: IndicatorId, level: Level): Points {
  return (plan.byId.get(id)?.hundredths ?? 0) * levelFactor(level);
}

/** Returns the points that moving an indicator from one level to another adds, negative for a fall. */
export function pointsBetween(plan: ScoringPlan, id: IndicatorId, from: Level, to: Level): Points {
  return indicatorPoints(plan, id, to) - indicatorPoints(plan, id, from);
}

/** Returns the grade of an exact Z (6.1, Table 2); nothing is rounded first, so 79.9975 is enhanced. */
export function gradeOf(z: Points): Grade {
  if (z >= SMART_FROM) return 'smart';
  return z >= ENHANCED_FROM ? 'enhanced' : 'initial';
}

/** Returns the least Z of a grade (Table 2), in points. */
export function gradeFrom(grade: Grade): Points {
  switch (grade) {
    case 'smart':
      return SMART_FROM;
    case 'enhanced':
      return ENHANCED_FROM;
    case 'initial':
      return 0;
  }
}

/** Returns how far Z stands above (or, negative, below) the bounds of the upper two grades. */
export function gradeMargins(z: Points): { readonly enhanced: Points; readonly smart: Points } {
  return { enhanced: z - ENHANCED_FROM, smart: z - SMART_FROM };
}

/** Writes points with exactly four decimals, as the API does ("79.9975", "-0.3600"). */
export function pointsText(points: Points): string {
  return placeDecimalPoint(BigInt(points), POINTS_DECIMALS);
}

/**
 * Writes Z for a screen with 0 to 4 decimals, half up. Where rounding would lift it onto 60 or 80 it is written in full
 * instead, so that 79.9975 is never shown as 80 or 80.00 (ruling A7).
 */
export function screenScore(z: Points, decimals = 2): string {
  const step = 10 ** Math.max(0, POINTS_DECIMALS - decimals);
  const rounded = Math.floor(z / step + 0.5);
  const crosses = gradeOf(rounded * step) !== gradeOf(z);
  return crosses
    ? pointsText(z).replace(/0+$/, '')
    : placeDecimalPoint(BigInt(rounded), Math.min(decimals, POINTS_DECIMALS));
}
