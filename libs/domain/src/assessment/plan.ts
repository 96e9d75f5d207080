import { LEVELS, type Level, levelRank } from '../kernel/level.js';
import type { IndicatorId } from '../standard/ids.js';
import { type Points, type ScoringPlan, indicatorPoints } from './scoring.js';

/** What raising one indicator by one level costs, in whole units of effort (for example person-days). */
export interface StepEffort {
  readonly indicator: IndicatorId;
  readonly level: Level;
  /** Effort of the step from the level below to `level`; null when the step is not to be had. */
  readonly effort: number | null;
}

/** `indicator` may stand at `level` or above only if `needs` stands at `atLeast` or above. */
export interface Prerequisite {
  readonly indicator: IndicatorId;
  readonly level: Level;
  readonly needs: IndicatorId;
  readonly atLeast: Level;
}

export interface PlanRequest {
  readonly plan: ScoringPlan;
  readonly current: ReadonlyMap<IndicatorId, Level>;
  readonly target: Points;
  readonly efforts: readonly StepEffort[];
  readonly prerequisites: readonly Prerequisite[];
}

/** One indicator raised by the plan. */
export interface PlannedRise {
  readonly indicator: IndicatorId;
  readonly from: Level;
  readonly to: Level;
  readonly effort: number;
  readonly points: Points;
}

/** A cheapest set of rises that reaches the target, with what shows that none is cheaper. */
export interface CheapestPlan {
  readonly kind: 'plan';
  readonly rises: readonly PlannedRise[];
  readonly effort: number;
  readonly z: Points;
  readonly proof: {
    /** Cheapest effort when prerequisites are left out: no plan can cost less. */
    readonly lowerBound: number;
    /** Sub-problems solved by branch and bound; every one not opened was bounded by `effort`. */
    readonly nodes: number;
    /** Greatest Z that any plan of a smaller effort reaches: short of the target. */
    readonly bestBelow: Points;
  };
}

export type PlanResult =
  CheapestPlan | { readonly kind: 'out_of_reach'; readonly best: Points } | { readonly kind: 'reached' };

/** Branching beyond this many sub-problems is given up: prerequisites then contradict each other in more ways than a park has. */
const MOST_NODES = 2_000;

/**
 * Finds a cheapest way to lift Z to a target: an exact multiple-choice knapsack by dynamic programming over points
 * (formulas 1 to 3 are a sum over indicators), with prerequisites by branch and bound over its optimum. Of equally cheap
 * plans the one with more points is taken.
 * @throws RangeError when an effort is negative or not whole, or when branching does not end.
 */
export function cheapestPlan(request: PlanRequest): PlanResult {
  const problem = toProblem(request);
  if (problem.start >= request.target) return { kind: 'reached' };
  const relaxed = solve(problem, problem.bounds);
  if (relaxed === null) return { kind: 'out_of_reach', best: reachable(problem) };
  const search = branch(problem, relaxed);
  if (search.best === null) return { kind: 'out_of_reach', best: reachable(problem) };
  const { effort, ranks, z } = search.best;
  const bestBelow = effort === 0 ? problem.start : mostPoints(problem, effort - 1);
  return {
    kind: 'plan',
    rises: problem.choices.flatMap((choice, index) => riseOf(choice, ranks[index] as number)),
    effort,
    z,
    proof: { lowerBound: relaxed.effort, nodes: search.nodes, bestBelow },
  };
}

interface Option {
  readonly rank: number;
  readonly effort: number;
  readonly points: Points;
}

interface Choice {
  readonly indicator: IndicatorId;
  readonly from: number;
  /** Reachable ranks with their total effort and gain over the current level, the current one first. */
  readonly options: readonly Option[];
}

interface RankBounds {
  readonly least: readonly number[];
  readonly most: readonly number[];
}

interface Problem {
  readonly choices: readonly Choice[];
  readonly start: Points;
  /** Points that are missing, in units of `unit`. */
  readonly missing: number;
  readonly unit: number;
  readonly bounds: RankBounds;
  readonly rules: readonly {
    readonly index: number;
    readonly rank: number;
    readonly needs: number;
    readonly atLeast: number;
  }[];
}

interface Solution {
  readonly effort: number;
  readonly ranks: readonly number[];
  readonly z: Points;
}

function toProblem({ plan, current, target, efforts, prerequisites }: PlanRequest): Problem {
  const ids = plan.indicators.map(({ id }) => id);
  const choices = ids.map((id) => choiceOf(plan, id, current.get(id) ?? 'S1', efforts));
  const start = ids.reduce((sum, id) => sum + indicatorPoints(plan, id, current.get(id) ?? 'S1'), 0);
  const unit =
    choices.flatMap(({ options }) => options.map(({ points }) => points)).reduce(greatestCommonDivisor, 0) ||
    1;
  return {
    choices,
    start,
    unit,
    missing: Math.max(0, Math.ceil((target - start) / unit)),
    bounds: { least: choices.map(({ from }) => from), most: choices.map(() => LEVELS.length) },
    rules: prerequisites.map(({ indicator, level, needs, atLeast }) => ({
      index: ids.indexOf(indicator),
      rank: levelRank(level),
      needs: ids.indexOf(needs),
      atLeast: levelRank(atLeast),
    })),
  };
}

function choiceOf(
  plan: ScoringPlan,
  indicator: IndicatorId,
  level: Level,
  efforts: readonly StepEffort[],
): Choice {
  const from = levelRank(level);
  const options: Option[] = [{ rank: from, effort: 0, points: 0 }];
  let effort = 0;
  for (const to of LEVELS.slice(from)) {
    const step = efforts.find((each) => each.indicator === indicator && each.level === to)?.effort ?? null;
    if (step === null) break;
    if (!Number.isSafeInteger(step) || step < 0)
      throw new RangeError(`the effort of ${indicator} to ${to} must be whole and not negative`);
    effort += step;
    options.push({
      rank: levelRank(to),
      effort,
      points: indicatorPoints(plan, indicator, to) - indicatorPoints(plan, indicator, level),
    });
  }
  return { indicator, from, options };
}

/**
 * Dynamic programme over indicators: `cost[p]` is the least effort that gains at least p units. Returns null when the
 * missing points are out of reach within the bounds.
 */
function solve({ choices, missing, unit, start }: Problem, { least, most }: RankBounds): Solution | null {
  let cost = new Float64Array(missing + 1).fill(Number.POSITIVE_INFINITY);
  cost[0] = 0;
  const taken = choices.map(() => new Int8Array(missing + 1).fill(-1));
  for (const [index, { options }] of choices.entries()) {
    const next = new Float64Array(missing + 1).fill(Number.POSITIVE_INFINITY);
    for (const [option, { rank, effort, points }] of options.entries()) {
      if (rank < (least[index] as number) || rank > (most[index] as number)) continue;
      relax(cost, next, taken[index] as Int8Array, { option, effort, gain: points / unit });
    }
    cost = next;
  }
  const effort = cost[missing] as number;
  return Number.isFinite(effort) ? trace(choices, taken, { missing, unit, start, effort }) : null;
}

function relax(
  cost: Float64Array,
  next: Float64Array,
  taken: Int8Array,
  { option, effort, gain }: { readonly option: number; readonly effort: number; readonly gain: number },
): void {
  for (let points = next.length - 1; points >= 0; points -= 1) {
    // More than enough counts as enough.
    const candidate = (cost[Math.max(0, points - gain)] as number) + effort;
    // Of equal effort the higher level, which comes later among the options, gives the better plan.
    if (
      candidate < (next[points] as number) ||
      (candidate === next[points] && candidate !== Number.POSITIVE_INFINITY)
    ) {
      next[points] = candidate;
      taken[points] = option;
    }
  }
}

function trace(
  choices: readonly Choice[],
  taken: readonly Int8Array[],
  { missing, unit, start, effort }: { missing: number; unit: number; start: Points; effort: number },
): Solution {
  const ranks = new Array<number>(choices.length);
  let left = missing;
  let z = start;
  for (let index = choices.length - 1; index >= 0; index -= 1) {
    const option = (choices[index] as Choice).options[(taken[index] as Int8Array)[left] as number] as Option;
    ranks[index] = option.rank;
    z += option.points;
    left = Math.max(0, left - option.points / unit);
  }
  return { effort, ranks, z };
}

// Depth first on the first broken prerequisite: either the rise is forgone, or what it needs is done too.
function branch(
  problem: Problem,
  relaxed: Solution,
): { readonly best: Solution | null; readonly nodes: number } {
  let best: Solution | null = null;
  let nodes = 1;
  const open: { bounds: RankBounds; solution: Solution }[] = [{ bounds: problem.bounds, solution: relaxed }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { bounds, solution } = node;
    if (best !== null && solution.effort >= best.effort) continue;
    const broken = problem.rules.find(
      ({ index, rank, needs, atLeast }) =>
        (solution.ranks[index] as number) >= rank && (solution.ranks[needs] as number) < atLeast,
    );
    if (broken === undefined) {
      best = solution;
      continue;
    }
    for (const child of childrenOf(bounds, broken)) {
      nodes += 1;
      if (nodes > MOST_NODES)
        throw new RangeError('the prerequisites branch too widely to be solved exactly');
      const solved = solve(problem, child);
      if (solved !== null && (best === null || solved.effort < best.effort))
        open.push({ bounds: child, solution: solved });
    }
    open.sort((a, b) => b.solution.effort - a.solution.effort);
  }
  return { best, nodes };
}

function childrenOf({ least, most }: RankBounds, rule: Problem['rules'][number]): readonly RankBounds[] {
  const forgone = { least, most: most.with(rule.index, Math.min(most[rule.index] as number, rule.rank - 1)) };
  const raised = Math.max(least[rule.needs] as number, rule.atLeast);
  return [forgone, { least: least.with(rule.needs, raised), most }];
}

// Greatest Z within an effort, prerequisites left out: an upper bound on every plan that costs no more.
function mostPoints({ choices, start }: Problem, effort: number): Points {
  let gains = new Float64Array(effort + 1);
  for (const { options } of choices) {
    const next = new Float64Array(effort + 1);
    for (let budget = 0; budget <= effort; budget += 1) {
      let most = 0;
      for (const option of options) {
        if (option.effort <= budget)
          most = Math.max(most, (gains[budget - option.effort] as number) + option.points);
      }
      next[budget] = most;
    }
    gains = next;
  }
  return start + (gains[effort] ?? 0);
}

function reachable({ choices, start }: Problem): Points {
  return choices.reduce((sum, { options }) => sum + Math.max(...options.map(({ points }) => points)), start);
}

function riseOf({ indicator, from, options }: Choice, rank: number): readonly PlannedRise[] {
  const option = options.find((each) => each.rank === rank);
  if (option === undefined || rank === from) return [];
  const [start, end] = [LEVELS[from - 1] as Level, LEVELS[rank - 1] as Level];
  return [{ indicator, from: start, to: end, effort: option.effort, points: option.points }];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
