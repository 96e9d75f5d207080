import type { CompiledIndicator } from '../inference/compileStandard.js';
import { type InferredLevels } from '../inference/inferLevel.js';
import { inferFromStatuses } from '../inference/inferStandard.js';
import type { ClauseId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import { strongestCause } from './cause.js';
import { type Dwell, confirmationDue } from './dwell.js';
import type { Cause, ClauseRow, LevelRow, PendingLevel } from './rows.js';

/** The rows of an indicator's clauses: those in force just before a span, and those within it in order of time. */
export interface ClauseHistory {
  readonly before: ReadonlyMap<ClauseId, ClauseRow>;
  readonly within: readonly ClauseRow[];
}

export type DwellOf = (clause: ClauseId, at: Instant) => Dwell;

/**
 * Derives the rows of one indicator over a span from its clauses' rows: levels as they stand and as confirmed, the stale
 * mark and what is pending. `before` is the indicator's row just before the span, null when there is none.
 */
export function deriveLevelTimeline(
  compiled: CompiledIndicator,
  history: ClauseHistory,
  before: LevelRow | null,
  dwellOf: DwellOf,
): readonly LevelRow[] {
  const current = new Map(history.before);
  const rows: LevelRow[] = [];
  for (const step of groupByInstant(history.within)) {
    const previous = rows.at(-1) ?? before;
    const changes = step.rows.map((row) => ({ from: current.get(row.clause) ?? null, to: row }));
    for (const row of step.rows) current.set(row.clause, row);
    const next = levelRowAt(compiled, current, { at: step.at, changes, previous, dwellOf });
    if (previous === null || !stateTheSame(previous, next)) rows.push(next);
  }
  return rows;
}

/** Whether two rows of an indicator state the same levels, marks and pending changes. */
export function stateTheSame(a: LevelRow, b: LevelRow): boolean {
  return (
    sameLevels(a.stable, b.stable) &&
    sameLevels(a.raw, b.raw) &&
    a.stale === b.stale &&
    a.since === b.since &&
    a.pending?.candidate === b.pending?.candidate &&
    a.pending?.due === b.pending?.due
  );
}

/** Whether two triples of levels are equal. */
export function sameLevels(a: InferredLevels, b: InferredLevels): boolean {
  return a.assured === b.assured && a.candidate === b.candidate && a.ceiling === b.ceiling;
}

interface ClauseChange {
  readonly from: ClauseRow | null;
  readonly to: ClauseRow;
}

interface Moment {
  readonly at: Instant;
  readonly changes: readonly ClauseChange[];
  readonly previous: LevelRow | null;
  readonly dwellOf: DwellOf;
}

function levelRowAt(
  compiled: CompiledIndicator,
  current: ReadonlyMap<ClauseId, ClauseRow>,
  moment: Moment,
): LevelRow {
  const { at, changes, previous, dwellOf } = moment;
  const raw = inferFromStatuses(compiled, (clause) => current.get(clause)?.raw ?? 'unknown');
  const stable = inferFromStatuses(compiled, (clause) => current.get(clause)?.confirmed ?? 'unknown');
  const rawChanged = changes.filter(({ from, to }) => (from?.raw ?? 'unknown') !== to.raw);
  const confirmed = changes.filter(({ from, to }) => (from?.confirmed ?? 'unknown') !== to.confirmed);
  return {
    indicator: compiled.indicator.id,
    at,
    stable,
    raw,
    stale: [...current.values()].some(({ held }) => held),
    pending: pendingOf(compiled, current, { raw, stable }, dwellOf),
    since: previous?.stable.candidate === stable.candidate ? previous.since : at,
    cause: causeOf(confirmed) ?? previous?.cause ?? 'value',
    rawCause: causeOf(rawChanged) ?? previous?.rawCause ?? 'value',
    clauses: [...new Set([...rawChanged, ...confirmed].map(({ to }) => to.clause))],
  };
}

function causeOf(changes: readonly ClauseChange[]): Cause | null {
  return strongestCause(changes.map(({ to }) => to.cause));
}

// Confirms the waiting clauses in the order they fall due until the stable candidate has become the raw one.
function pendingOf(
  compiled: CompiledIndicator,
  current: ReadonlyMap<ClauseId, ClauseRow>,
  { raw, stable }: Pick<LevelRow, 'raw' | 'stable'>,
  dwellOf: DwellOf,
): PendingLevel | null {
  if (raw.candidate === stable.candidate) return null;
  const waiting = [...current.values()]
    .map((row) => ({ clause: row.clause, due: confirmationDue(row, dwellOf(row.clause, row.rawSince)) }))
    .filter((wait): wait is { clause: ClauseId; due: Instant } => wait.due !== null)
    .sort((a, b) => a.due - b.due);
  const confirmed = new Set<ClauseId>();
  for (const { clause, due } of waiting) {
    confirmed.add(clause);
    const then = inferFromStatuses(compiled, (id) => {
      const row = current.get(id);
      return (confirmed.has(id) ? row?.raw : row?.confirmed) ?? 'unknown';
    });
    if (then.candidate === raw.candidate) return { candidate: raw.candidate, due };
  }
  return null;
}

function groupByInstant(
  rows: readonly ClauseRow[],
): readonly { readonly at: Instant; readonly rows: readonly ClauseRow[] }[] {
  const groups: { at: Instant; rows: ClauseRow[] }[] = [];
  for (const row of [...rows].sort((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    if (last?.at === row.at) last.rows.push(row);
    else groups.push({ at: row.at, rows: [row] });
  }
  return groups;
}
