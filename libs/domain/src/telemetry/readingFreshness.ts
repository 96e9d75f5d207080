import type { Instant } from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { formOf } from './measureForms.js';
import type { ReadingSeries } from './readingSeries.js';
import { freshLimit } from './streamFeeds.js';

/** A measure read only once has no period of its own yet: a day is assumed. */
const ASSUMED_PERIOD_MS = 86_400_000;

/** Returns a reading feed's own period at a reading, in milliseconds: the median of the last 10 intervals, else a day. */
export function readingPeriod(series: ReadingSeries, index: number): number {
  return series.medianInterval(index) ?? ASSUMED_PERIOD_MS;
}

/**
 * Returns until when a reading is fresh: `freshSeconds`, or 3 of the feed's own periods, at least 300 s. A certificate
 * without a stated limit stands until its validity is known to end, so it has none (ruling I14c).
 */
export function readingFreshness(
  definition: MeasureDefinition,
  series: ReadingSeries,
  index: number,
): { readonly freshUntil: Instant | null } {
  const reading = series.at(index);
  const form = formOf(definition.measure);
  const isCertificate = form.kind === 'reading' && form.isCertificate;
  if (reading === null || (isCertificate && definition.freshSeconds === null)) return { freshUntil: null };
  return { freshUntil: reading.at + freshLimit(definition, readingPeriod(series, index)) };
}
