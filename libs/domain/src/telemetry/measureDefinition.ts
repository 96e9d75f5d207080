import type { Instant } from './facts.js';

/** How a measure is formed from live data (domain reference 1.5). */
export type MeasureKind =
  | 'online_time'
  | 'online_slots'
  | 'members'
  | 'transmission'
  | 'coverage'
  | 'upload'
  | 'fields'
  | 'register'
  | 'reading';

export type Judge = 'window' | 'hour' | 'day' | 'month' | 'year';

/** A named, versioned rule (口径) that forms one measure from live data; defaults per kind in `defaultDefinition`. */
export interface MeasureDefinition {
  readonly measure: string;
  readonly version: number;
  readonly effectiveFrom: Instant;
  readonly input: 'auto' | 'streams' | 'readings';
  readonly judge: Judge;
  readonly periods: number;
  readonly windowSeconds: number;
  readonly freshSeconds: number | null;
  readonly onlineWithinSeconds: number | null;
  readonly onlineNominalPeriods: number;
  readonly onlineMinSeconds: number;
  readonly seenWithinSeconds: number | null;
  readonly slotSeconds: number;
  readonly slotShare: string;
  readonly validFlags: readonly string[];
  readonly completeness: string;
  readonly requiredFields: number | null;
  readonly dwell: { readonly downSeconds: number; readonly upSeconds: number; readonly staleSeconds: number };
}
