import type { Trend } from '../api/types.js';

/** A stretch of time on one level; null level = no data. Indexes are buckets, `to` exclusive. */
export interface LevelSegment {
  readonly level: string | null;
  readonly from: number;
  readonly to: number;
}

/** Joins equal neighbouring buckets of an indicator's trend into stretches. */
export function toSegments({ candidate }: Pick<Trend, 'candidate'>): readonly LevelSegment[] {
  const segments: LevelSegment[] = [];
  candidate.forEach((level, index) => {
    const last = segments.at(-1);
    if (last !== undefined && last.level === level)
      segments[segments.length - 1] = { ...last, to: index + 1 };
    else segments.push({ level, from: index, to: index + 1 });
  });
  return segments;
}

/** Buckets within which the level was lower than at their end: a short dip that the bucket's end hides. */
export function toDips({ candidate, min }: Pick<Trend, 'candidate' | 'min'>): readonly number[] {
  return candidate.flatMap((level, index) => {
    const lowest = min[index];
    return level !== null && lowest !== null && lowest !== undefined && lowest < level ? [index] : [];
  });
}
