import {
  type ClauseId,
  type ClauseInputs,
  type ClauseRow,
  type CompiledIndicator,
  type CompiledMeasureClause,
  type Dwell,
  type IndicatorId,
  type Instant,
  type LevelRow,
  type LogReplacement,
  type MeasureKey,
  type Signal,
  deriveCapabilityTimeline,
  deriveClauseTimeline,
  deriveLevelTimeline,
  replaceRows,
  sayTheSame,
  stateTheSame,
} from '@parkpulse/domain';
import { longestDwell } from './dwellOf.js';
import { type HeldRows, splitAt } from './heldRows.js';
import { type LoggedSignal, type SignalInputs, signalsOf } from './indicatorSignals.js';

export interface IndicatorInputs extends SignalInputs {
  readonly held: HeldRows;
  readonly restatedTo: ReadonlyMap<MeasureKey, Instant>;
}

/** What deriving one indicator anew has changed, and where it stands at the end of the span. */
export interface IndicatorRun {
  readonly indicator: IndicatorId;
  readonly clauses: LogReplacement<ClauseRow>;
  readonly levels: LogReplacement<LevelRow>;
  readonly signals: readonly LoggedSignal[];
  readonly lastClauses: readonly ClauseRow[];
  readonly lastLevel: LevelRow | null;
  /** What is true now differs from what was shown. */
  readonly changed: boolean;
}

/** Derives one indicator over a span: signals, clauses by dwell, levels; and what its logs must change. */
export function deriveIndicator(compiled: CompiledIndicator, inputs: IndicatorInputs): IndicatorRun {
  const { rules, memory, held, span } = inputs;
  const signals = signalsOf(compiled, inputs);
  const timelines = clauseTimelines(compiled, inputs, signals.byMeasure);
  const history = {
    before: new Map(
      timelines.flatMap(({ before }) => (before === null ? [] : [[before.clause, before] as const])),
    ),
    within: timelines.flatMap(({ rows }) => rows),
  };
  const dwellOf = (clause: ClauseId, at: Instant): Dwell =>
    longestDwell(memory.definitions, rules.clauseMeasures.get(clause) ?? [], at);
  const own = held.levelsWithin.filter(({ indicator }) => indicator === compiled.indicator.id);
  const level = splitAt(held.levelsBefore.get(compiled.indicator.id) ?? null, own, span.from);
  const levelRows = deriveLevelTimeline(compiled, history, level.before, dwellOf);
  const lastLevel = levelRows.at(-1) ?? level.before;
  const shown = memory.levels.get(compiled.indicator.id) ?? null;
  return {
    indicator: compiled.indicator.id,
    clauses: merge(timelines.map(({ within, rows }) => replaceRows(within, rows, sayTheSame))),
    levels: replaceRows(level.within, levelRows, stateTheSame),
    signals: signals.logged,
    lastClauses: timelines.flatMap(({ before, rows }) => rows.at(-1) ?? before ?? []),
    lastLevel,
    changed: lastLevel !== null && (shown === null || !stateTheSame(shown, lastLevel)),
  };
}

interface Timeline {
  readonly before: ClauseRow | null;
  /** Rows the log holds within the span. */
  readonly within: readonly ClauseRow[];
  /** Rows as derived. */
  readonly rows: readonly ClauseRow[];
}

function clauseTimelines(
  compiled: CompiledIndicator,
  inputs: IndicatorInputs,
  signals: ReadonlyMap<MeasureKey, Signal['points']>,
): readonly Timeline[] {
  const { memory, span } = inputs;
  return compiled.criteria.flatMap(({ measures, capabilities }) => [
    ...measures.map((clause) => {
      const held = heldOf(clause.clause.id, inputs);
      return {
        ...held,
        rows: deriveClauseTimeline(clause, clauseInputs(clause, inputs, signals), held.before, span),
      };
    }),
    ...capabilities.map(({ id }) => {
      const held = heldOf(id, inputs);
      const attestations = memory.attestations.filter(({ clause }) => clause === id);
      return { ...held, rows: deriveCapabilityTimeline(id, attestations, held.before, span) };
    }),
  ]);
}

function clauseInputs(
  { clause }: CompiledMeasureClause,
  { rules, memory, restatedTo }: IndicatorInputs,
  signals: ReadonlyMap<MeasureKey, Signal['points']>,
): ClauseInputs {
  const keys = rules.clauseMeasures.get(clause.id) ?? [];
  const restated = keys.flatMap((key) => restatedTo.get(key) ?? []);
  return {
    signals: new Map(keys.map((key) => [key, signals.get(key) ?? []])),
    dwellAt: (at) => longestDwell(memory.definitions, keys, at),
    restatedTo: restated.length === 0 ? null : Math.max(...restated),
  };
}

function heldOf(
  clause: ClauseId,
  { held, span }: IndicatorInputs,
): { before: ClauseRow | null; within: readonly ClauseRow[] } {
  const own = held.clausesWithin.filter((row) => row.clause === clause);
  return splitAt(held.clausesBefore.get(clause) ?? null, own, span.from);
}

/** Joins replacements of one log. */
export function merge<Row>(parts: readonly LogReplacement<Row>[]): LogReplacement<Row> {
  return {
    superseded: parts.flatMap(({ superseded }) => superseded),
    added: parts.flatMap(({ added }) => added),
  };
}
