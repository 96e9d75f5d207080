import type { Assessment, IndicatorState, NodePoints } from '../api/types.js';
import { toPoints, type Points } from '../format/points.js';
import { pointsAt, type IndicatorId, type Level } from '../format/names.js';

/** A node of the score tree as the screen shows it; `delta` is its change against an earlier assessment. */
export interface NodeView {
  readonly id: string;
  readonly max: Points;
  readonly assured: Points;
  readonly candidate: Points;
  readonly ceiling: Points;
  readonly lost: Points;
  readonly delta: Points | null;
}

/** Lays primary or secondary points out for the screen, with their change since an earlier moment where it is known. */
export function toNodeViews(
  nodes: readonly NodePoints[],
  earlier: readonly NodePoints[] | null,
): readonly NodeView[] {
  const before = new Map((earlier ?? []).map((node) => [node.id, toPoints(node.candidate)]));
  return nodes.map((node) => {
    const candidate = toPoints(node.candidate);
    const max = toPoints(node.max);
    const previous = before.get(node.id);
    return {
      id: node.id,
      max,
      assured: toPoints(node.assured),
      candidate,
      ceiling: toPoints(node.ceiling),
      lost: max - candidate,
      delta: previous === undefined ? null : candidate - previous,
    };
  });
}

export type CellMark = 'changed' | 'stale' | 'pending' | 'below';

/** A cell of the 46-cell matrix. */
export interface CellView {
  readonly id: IndicatorId;
  readonly state: IndicatorState;
  /** The stable candidate level a day ago; null when it is not known. */
  readonly before: IndicatorState['candidate'] | null;
  readonly lost: Points;
  /** The level it is measured against; null without a target. */
  readonly target: Level | null;
  readonly marks: readonly CellMark[];
}

/** Marks each indicator: changed within the day, stale, pending, below its target level. */
export function toCells(
  { indicators }: Pick<Assessment, 'indicators'>,
  earlier: Pick<Assessment, 'indicators'> | null,
  targetOf: (id: IndicatorId) => Level | null,
): readonly CellView[] {
  const before = new Map((earlier?.indicators ?? []).map((state) => [state.id, state.candidate]));
  return indicators.map((state) => {
    const previous = before.get(state.id) ?? null;
    const target = targetOf(state.id);
    const marks: CellMark[] = [];
    if (previous !== null && previous !== state.candidate) marks.push('changed');
    if (state.stale) marks.push('stale');
    if (state.pending !== null) marks.push('pending');
    if (target !== null && state.candidate < target) marks.push('below');
    return {
      id: state.id,
      state,
      before: previous,
      lost: toPoints(state.max) - pointsAt(state.id, state.candidate),
      target,
      marks,
    };
  });
}

/** The indicators that cost the most points, with what the next level would give back. */
export function toLosses(
  cells: readonly CellView[],
  count: number,
): readonly (CellView & { readonly gain: Points })[] {
  return cells
    .filter(({ lost }) => lost > 0)
    .map((cell) => ({ ...cell, gain: gainOfNext(cell) }))
    .sort((a, b) => b.lost - a.lost || b.gain - a.gain || a.id.localeCompare(b.id))
    .slice(0, count);
}

function gainOfNext({ id, state }: CellView): Points {
  const next = { S1: 'S2', S2: 'S3', S3: 'S4', S4: 'S5', S5: 'S5' } as const;
  return pointsAt(id, next[state.candidate]) - pointsAt(id, state.candidate);
}
