/** A value of one day (or of any steady step), as a plain number. */
export interface ForecastPoint {
  readonly at: number;
  readonly value: number;
}

/** When a straight continuation meets a threshold: most likely, and the range that its uncertainty leaves. */
export interface Crossing {
  readonly threshold: number;
  readonly falling: boolean;
  readonly days: number;
  readonly earliestDays: number;
  readonly latestDays: number;
}

const DAY_MS = 86_400_000;
/** Fewer values say nothing about a trend. */
const LEAST_POINTS = 14;
/** Two-sided 99 %: a forecast that is wrong now and then is worse than none. */
const SCORE = 2.576;
/** Squares of deviations this much smaller than those of the values are rounding. */
const NOTHING = 1e-18;
/** A continuation further than what was observed is a guess. */
const FURTHEST_SHARE = 1;

/**
 * Extrapolates a series to the next threshold in its direction, or says nothing. Median of pairwise slopes (Theil–Sen),
 * so that single days do not turn it; its range by Kendall's statistic, widened for values that hang on the day before,
 * turned about the middle of the data. Silent when there are too few values, when the slope may as well be zero, when the
 * halves disagree on the direction, or when the threshold lies further ahead than the data reach back.
 */
export function forecastCrossing(
  points: readonly ForecastPoint[],
  thresholds: readonly number[],
): Crossing | null {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < LEAST_POINTS || first === undefined || last === undefined) return null;
  const slope = robustSlope(points);
  if (slope === null || !halvesAgree(points, slope.middle)) return null;
  const centre = (first.at + last.at) / 2;
  const level = levelAt(points, slope, centre);
  const ahead = (last.at - centre) / DAY_MS;
  const now = level.middle + slope.middle * ahead;
  const threshold = nextThreshold(thresholds, [now, last.value], slope.middle < 0);
  if (threshold === null) return null;
  const daysAt = (perDay: number, from: number): number => (threshold - from) / perDay - ahead;
  const corners = [slope.low, slope.high].flatMap((perDay) => [
    daysAt(perDay, level.middle - level.error),
    daysAt(perDay, level.middle + level.error),
  ]);
  const latestDays = Math.max(...corners);
  if (latestDays > ((last.at - first.at) / DAY_MS) * FURTHEST_SHARE) return null;
  const days = daysAt(slope.middle, level.middle);
  return {
    threshold,
    falling: slope.middle < 0,
    days,
    earliestDays: Math.max(0, Math.min(...corners)),
    latestDays,
  };
}

interface Slope {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** How much wider ranges are because a day's deviation hangs on that of the day before. */
  readonly inflation: number;
}

function robustSlope(points: readonly ForecastPoint[]): Slope | null {
  const slopes = pairSlopes(points);
  const middle = median(slopes);
  if (middle === 0) return null;
  const count = points.length;
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  const inflation = inflationOf(points, middle);
  const spread = SCORE * Math.sqrt(variance * inflation);
  const low = slopes[Math.floor((slopes.length - spread) / 2)];
  const high = slopes[Math.ceil((slopes.length + spread) / 2)];
  // A range that reaches beyond the slopes at hand, or over zero, decides nothing.
  if (low === undefined || high === undefined || low * high <= 0) return null;
  return { low, middle, high, inflation };
}

function pairSlopes(points: readonly ForecastPoint[]): readonly number[] {
  return points
    .flatMap((a, index) => points.slice(index + 1).map((b) => (b.value - a.value) / ((b.at - a.at) / DAY_MS)))
    .sort((a, b) => a - b);
}

function inflationOf(points: readonly ForecastPoint[], slope: number): number {
  const origin = points[0]?.at ?? 0;
  const residuals = points.map(({ at, value }) => value - (slope * (at - origin)) / DAY_MS);
  const centre = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
  const deviations = residuals.map((value) => value - centre);
  const square = deviations.reduce((sum, value) => sum + value * value, 0);
  // What is left of a straight line is the rounding of its numbers: no memory of any day.
  if (square < NOTHING * Math.max(...points.map(({ value }) => value * value))) return 1;
  const joint = deviations.slice(1).reduce((sum, value, index) => sum + value * (deviations[index] ?? 0), 0);
  const correlation = Math.min(0.95, Math.max(0, joint / square));
  return (1 + correlation) / (1 - correlation);
}

function halvesAgree(points: readonly ForecastPoint[], slope: number): boolean {
  const middle = Math.floor(points.length / 2);
  return [points.slice(0, middle), points.slice(middle)].every((half) => {
    const own = median(pairSlopes(half));
    return own * slope > 0 && Math.abs(own) >= Math.abs(slope) / 4;
  });
}

/** The fitted value at a moment, with the error of a median. */
function levelAt(
  points: readonly ForecastPoint[],
  { middle: slope, inflation }: Slope,
  at: number,
): { readonly middle: number; readonly error: number } {
  const ascending = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);
  const levels = points.map((point) => point.value + (slope * (at - point.at)) / DAY_MS);
  const middle = median(ascending(levels));
  const deviation = 1.4826 * median(ascending(levels.map((level) => Math.abs(level - middle))));
  return { middle, error: SCORE * 1.2533 * deviation * Math.sqrt(inflation / points.length) };
}

/** The nearest threshold ahead; one that the fitted line or the newest value has passed already is none. */
function nextThreshold(
  thresholds: readonly number[],
  present: readonly number[],
  falling: boolean,
): number | null {
  const ahead = thresholds.filter((one) => present.every((value) => (falling ? one < value : one > value)));
  if (ahead.length === 0) return null;
  return falling ? Math.max(...ahead) : Math.min(...ahead);
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}
