import {
  type Dwell,
  type Instant,
  type MeasureDefinition,
  type MeasureKey,
  definitionAt,
} from '@parkpulse/domain';

/** A park's own versions of one measure's definition. */
export function versionsOf(own: readonly MeasureDefinition[], measure: string): readonly MeasureDefinition[] {
  return own.filter((definition) => definition.measure === measure);
}

/** The dwell of a clause at an instant: its measures' own, and of several measures the longest. */
export function longestDwell(
  own: readonly MeasureDefinition[],
  measures: readonly MeasureKey[],
  at: Instant,
): Dwell {
  let dwell: Dwell = { downSeconds: 0, upSeconds: 0, staleSeconds: 0 };
  for (const measure of measures) {
    const next = definitionAt(measure, versionsOf(own, measure), at).dwell;
    dwell = {
      downSeconds: Math.max(dwell.downSeconds, next.downSeconds),
      upSeconds: Math.max(dwell.upSeconds, next.upSeconds),
      staleSeconds: Math.max(dwell.staleSeconds, next.staleSeconds),
    };
  }
  return dwell;
}
