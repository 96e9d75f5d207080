import type { Seam } from './canvas.js';

/** A stretch of one axis between two lines; `startsAtSeam` and `endsAtSeam` tell which of them are seams. */
export interface Track {
  readonly from: number;
  readonly to: number;
  readonly startSeam: number | null;
  readonly endSeam: number | null;
}

export interface CutAsked {
  readonly from: number;
  readonly to: number;
  readonly seams: readonly Seam[];
  /** The length tracks are composed for, and the least they can do with. */
  readonly target: number;
  readonly least: number;
  /** Never more tracks than this. */
  readonly most: number;
}

export interface Cut {
  readonly tracks: readonly Track[];
  /** Seams that run through a track, because lines there would leave too little room. */
  readonly crossed: number;
}

/** Cuts a stretch into tracks: first at every seam, so that no tile lies across one, then evenly to the wished length. */
export function cut({ from, to, seams, target, least, most }: CutAsked): Cut {
  const at = (line: number): Seam | null => seams.find((seam) => Math.abs(seam.at - line) < 1) ?? null;
  const inside = seams.filter((seam) => seam.at > from + 1 && seam.at < to - 1);
  const lines: Seam[] = [];
  for (const seam of inside) {
    const previous = lines.at(-1)?.at ?? from;
    if (seam.at - previous >= least && to - seam.at >= least && lines.length + 1 < most) lines.push(seam);
  }
  const bounds: readonly Bound[] = [boundOf(from, at(from)), ...lines.map(atSeam), boundOf(to, at(to))];
  const stretches = bounds.slice(1).map((end, index) => between(bounds[index] ?? end, end));
  const parts = shareOut(stretches, target, least, most);
  return {
    tracks: stretches.flatMap((track, index) => split(track, parts[index] ?? 1)),
    crossed: inside.length - lines.length,
  };
}

/** Where a stretch begins or ends, and half the width of the seam that is there. */
interface Bound {
  readonly at: number;
  readonly half: number | null;
}

function boundOf(at: number, seam: Seam | null): Bound {
  return { at, half: seam?.half ?? null };
}

function atSeam(seam: Seam): Bound {
  return boundOf(seam.at, seam);
}

function between(start: Bound, end: Bound): Track {
  return { from: start.at, to: end.at, startSeam: start.half, endSeam: end.half };
}

// Each stretch between seams gets parts by its length; the longest parts are split while more are allowed and wished.
function shareOut(
  stretches: readonly Track[],
  target: number,
  least: number,
  most: number,
): readonly number[] {
  const parts = stretches.map(() => 1);
  const partOf = (index: number): number => lengthOf(stretches[index]) / (parts[index] ?? 1);
  for (let total = parts.length; total < most; total += 1) {
    const longest = parts
      .map((_, index) => index)
      .reduce((best, index) => (partOf(index) > partOf(best) ? index : best), 0);
    const count = (parts[longest] ?? 1) + 1;
    if (partOf(longest) < 1.5 * target || lengthOf(stretches[longest]) / count < least) break;
    parts[longest] = count;
  }
  return parts;
}

function lengthOf(track: Track | undefined): number {
  return track === undefined ? 0 : track.to - track.from;
}

function split(track: Track, count: number): readonly Track[] {
  const step = (track.to - track.from) / count;
  return Array.from({ length: count }, (_, index) => ({
    from: track.from + index * step,
    to: track.from + (index + 1) * step,
    startSeam: index === 0 ? track.startSeam : null,
    endSeam: index === count - 1 ? track.endSeam : null,
  }));
}
