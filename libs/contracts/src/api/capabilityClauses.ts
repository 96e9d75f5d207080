import { type ClauseId, HGT_6313_2024, clausesUpTo } from '@parkpulse/domain';

const capabilityClauses: ReadonlySet<string> = new Set(
  HGT_6313_2024.indicators
    .flatMap((indicator) => clausesUpTo(indicator))
    .filter(({ kind }) => kind === 'capability')
    .map(({ id }) => id),
);

/** Tells whether a text names a capability clause of the standard: only those can be attested. */
export function isCapabilityClause(text: string): text is ClauseId {
  return capabilityClauses.has(text);
}
