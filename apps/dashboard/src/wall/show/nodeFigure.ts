import { pointsText, type Points } from '../../format/points.js';
import { textEm } from './fitText.js';

/** Room for figures as they mostly are, in units. */
const LEAST = 6.4;

interface Node {
  readonly candidate: Points;
  readonly max: Points;
}

/** What a node has of its points, as it is written beside its bar. */
export function nodeFigure({ candidate, max }: Node): string {
  return `${pointsText(candidate)} / ${pointsText(max, 0)}`;
}

/** The room that the figures of several nodes need, in units: the same for all, so that their bars are alike. */
export function figureWidth(nodes: readonly Node[]): number {
  return Math.max(LEAST, ...nodes.map((node) => textEm(nodeFigure(node)) + 0.2));
}
