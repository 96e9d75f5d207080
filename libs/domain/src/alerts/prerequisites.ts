import { clausesUpTo } from '../standard/clauses.js';
import { type ClauseId, type IndicatorId, clauseAddress } from '../standard/ids.js';
import type { Clause, Standard } from '../standard/types.js';

/** A support platform and the words by which clauses of other indicators call for it. */
interface Platform {
  readonly indicator: IndicatorId;
  readonly words: readonly string[];
}

/** How Appendix A names what other modules build on; sharing "across platforms" is what the integration platform does. */
const PLATFORMS: readonly Platform[] = [
  { indicator: 'I05', words: ['大数据'] },
  { indicator: 'I06', words: ['地理信息', '地图', 'GIS', '底图'] },
  { indicator: 'I07', words: ['视频'] },
  { indicator: 'I08', words: ['融合通信'] },
  { indicator: 'I09', words: ['跨平台', '信息集成'] },
  { indicator: 'I10', words: ['物联网'] },
  { indicator: 'I11', words: ['人工智能', '智能技术'] },
];

/** A clause that cannot be met while a platform is down. */
export interface Dependency {
  readonly clause: ClauseId;
  readonly indicator: IndicatorId;
  readonly on: IndicatorId;
}

/** Which clauses build on which platforms. */
export interface PrerequisiteGraph {
  readonly dependencies: readonly Dependency[];
  /** Per clause the platforms it calls for. */
  readonly byClause: ReadonlyMap<ClauseId, readonly IndicatorId[]>;
  /** Per platform the indicators any of whose clauses call for it. */
  readonly dependents: ReadonlyMap<IndicatorId, readonly IndicatorId[]>;
}

const graphs = new WeakMap<Standard, PrerequisiteGraph>();

/** Derives the prerequisite graph from the wording of the clauses; a platform does not depend on itself. */
export function derivePrerequisites(standard: Standard): PrerequisiteGraph {
  let graph = graphs.get(standard);
  if (graph === undefined) graphs.set(standard, (graph = collect(standard)));
  return graph;
}

function collect(standard: Standard): PrerequisiteGraph {
  const dependencies = standard.indicators.flatMap((indicator) =>
    clausesUpTo(indicator).flatMap((clause) => platformsIn(clause, indicator.id)),
  );
  const byClause = new Map<ClauseId, readonly IndicatorId[]>();
  const dependents = new Map<IndicatorId, readonly IndicatorId[]>();
  for (const { clause, indicator, on } of dependencies) {
    byClause.set(clause, [...(byClause.get(clause) ?? []), on]);
    const known = dependents.get(on) ?? [];
    if (!known.includes(indicator)) dependents.set(on, [...known, indicator]);
  }
  return { dependencies, byClause, dependents };
}

function platformsIn({ id, zh }: Clause, indicator: IndicatorId): readonly Dependency[] {
  return PLATFORMS.filter(
    (platform) => platform.indicator !== indicator && platform.words.some((word) => zh.includes(word)),
  ).map(({ indicator: on }) => ({ clause: id, indicator, on }));
}

/** Tells whether any of an indicator's clauses up to a level, or any of the clauses given, calls for a platform. */
export function dependsOn(
  { byClause }: PrerequisiteGraph,
  clauses: readonly ClauseId[],
  platform: IndicatorId,
): boolean {
  return clauses.some((clause) => byClause.get(clause)?.includes(platform) === true);
}

/** Lists the clauses of an indicator that call for a platform. */
export function dependentClauses(
  { dependencies }: PrerequisiteGraph,
  indicator: IndicatorId,
  platform: IndicatorId,
): readonly ClauseId[] {
  return dependencies
    .filter(({ clause, on }) => on === platform && clauseAddress(clause).indicator === indicator)
    .map(({ clause }) => clause);
}
