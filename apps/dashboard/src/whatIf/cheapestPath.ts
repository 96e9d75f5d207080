import {
  cheapestPlan,
  levelRank,
  LEVELS,
  type IndicatorId,
  type Level,
  type PlannedRise,
  type PlanRequest,
  type PlanResult,
  type Prerequisite,
  type StepEffort,
} from '@parkpulse/domain';
import { pointsAt } from '../format/names.js';

/** A cheapest plan; `combinations` tells how many sets of platforms were examined for it. */
export type PathResult = PlanResult & { readonly combinations: number };

type Levels = ReadonlyMap<IndicatorId, Level>;

/**
 * Finds the cheapest plan under prerequisites exactly, in bounded time. Only a few platforms are ever called for, so every
 * set of them that may be built first is examined: those in the set are raised and paid for, the others stay below, and
 * what calls for them with them. Each set then is a plan without prerequisites. Sets that cost too much already are left.
 */
export function cheapestPath(request: PlanRequest): PathResult {
  const { prerequisites: rules, ...problem } = request;
  const relaxed = cheapestPlan({ ...problem, prerequisites: [] });
  if (relaxed.kind !== 'plan') return { ...relaxed, combinations: 1 };
  if (rules.every((rule) => holds(rule, levelsAfter(request.current, relaxed.rises))))
    return { ...relaxed, combinations: 1 };
  const { best, combinations } = search(request, relaxed.effort);
  if (best === null) return { kind: 'out_of_reach', best: relaxed.z, combinations };
  const rises = risesBetween(request, best.levels);
  const z = rises.reduce((sum, { points }) => sum + points, zOf(request.current));
  return { ...relaxed, rises, z, effort: best.effort, combinations };
}

interface Finish {
  readonly effort: number;
  readonly levels: Levels;
}

/** Examines sets of platforms by what they cost; `least` is what no plan can undercut. */
function search(
  request: PlanRequest,
  least: number,
): { readonly best: Finish | null; readonly combinations: number } {
  const starts = subsetsOf(platformsBelow(request))
    .flatMap((set) => startWith(request, set))
    .sort((a, b) => a.spent - b.spent);
  let best: Finish | null = null;
  let combinations = 1;
  for (const start of starts) {
    if (best !== null && (start.spent >= best.effort || best.effort === least)) break;
    combinations += 1;
    const found = finish(request, start);
    if (found !== null && found.effort < (best?.effort ?? Number.POSITIVE_INFINITY)) best = found;
  }
  return { best, combinations };
}

const rankOf = (levels: Levels, id: IndicatorId): number => levelRank(levels.get(id) ?? 'S1');

function holds({ indicator, level, needs, atLeast }: Prerequisite, levels: Levels): boolean {
  return rankOf(levels, indicator) < levelRank(level) || rankOf(levels, needs) >= levelRank(atLeast);
}

function levelsAfter(current: Levels, rises: readonly PlannedRise[]): Levels {
  return new Map([...current, ...rises.map(({ indicator, to }) => [indicator, to] as const)]);
}

/** Platforms that something calls for and that do not stand yet, with the level they are to reach. */
function platformsBelow({ prerequisites, current }: PlanRequest): readonly (readonly [IndicatorId, Level])[] {
  const called = new Map(prerequisites.map(({ needs, atLeast }) => [needs, atLeast]));
  return [...called].filter(([id, atLeast]) => rankOf(current, id) < levelRank(atLeast));
}

function subsetsOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.reduce<readonly (readonly Item[])[]>(
    (sets, item) => [...sets, ...sets.map((set) => [...set, item])],
    [[]],
  );
}

interface Start {
  readonly levels: Levels;
  readonly spent: number;
  readonly efforts: readonly StepEffort[];
}

/** The park with a set of platforms built; nothing when they cannot be, or call for one outside the set. */
function startWith(request: PlanRequest, set: readonly (readonly [IndicatorId, Level])[]): readonly Start[] {
  const { current, efforts, prerequisites } = request;
  const levels: Levels = new Map([...current, ...set]);
  const isMissing = ({ needs, atLeast }: Prerequisite): boolean => rankOf(levels, needs) < levelRank(atLeast);
  const barred = prerequisites.filter(isMissing);
  if (set.some(([id, level]) => barred.some((rule) => rule.indicator === id && rule.level <= level)))
    return [];
  const steps = set.flatMap(([id, level]) =>
    efforts.filter(
      (step) => step.indicator === id && step.level <= level && levelRank(step.level) > rankOf(current, id),
    ),
  );
  if (steps.some(({ effort }) => effort === null)) return [];
  const isBarred = ({ indicator, level }: StepEffort): boolean =>
    barred.some(
      (rule) =>
        (rule.indicator === indicator && rule.level <= level) ||
        (rule.needs === indicator && rule.atLeast <= level),
    );
  return [
    {
      levels,
      spent: steps.reduce((sum, { effort }) => sum + (effort ?? 0), 0),
      efforts: efforts.map((step) => (isBarred(step) ? { ...step, effort: null } : step)),
    },
  ];
}

function finish({ plan, target }: PlanRequest, { levels, spent, efforts }: Start): Finish | null {
  const found = cheapestPlan({ plan, target, current: levels, efforts, prerequisites: [] });
  if (found.kind === 'reached') return { effort: spent, levels };
  if (found.kind === 'out_of_reach') return null;
  return { effort: spent + found.effort, levels: levelsAfter(levels, found.rises) };
}

function risesBetween({ current, efforts }: PlanRequest, after: Levels): readonly PlannedRise[] {
  return [...after].flatMap(([indicator, to]) => {
    const from = LEVELS[rankOf(current, indicator) - 1] ?? 'S1';
    if (from === to) return [];
    const steps = efforts.filter(
      (step) => step.indicator === indicator && step.level > from && step.level <= to,
    );
    return [
      {
        ...{ indicator, from, to },
        effort: steps.reduce((sum, { effort }) => sum + (effort ?? 0), 0),
        points: pointsAt(indicator, to) - pointsAt(indicator, from),
      },
    ];
  });
}

function zOf(levels: Levels): number {
  return [...levels].reduce((sum, [id, level]) => sum + pointsAt(id, level), 0);
}
