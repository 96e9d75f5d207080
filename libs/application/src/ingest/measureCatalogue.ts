import type { MeasureCatalogue } from '@parkpulse/contracts';
import type { Standard } from '@parkpulse/domain';

/** What the decoder must know of each measure, from the standard itself. */
export function measureCatalogue({ measures }: Standard): MeasureCatalogue {
  return new Map(
    measures.map(
      ({ key, unit, scope, cappedAtOne }) => [key, { unit, scope, mayExceedOne: !cappedAtOne }] as const,
    ),
  );
}
