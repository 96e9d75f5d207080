import type { Decimal } from '../kernel/decimal.js';
import type { ClauseLevel, Level } from '../kernel/level.js';
import type { UnknownReason } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import type { InferredLevels } from '../inference/inferLevel.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { MeasureKey } from '../standard/measureKeys.js';

/** A value as a case writes it: `812/1000`, `0.812`, `stale` (or another reason for not knowing), or `missing`. */
export type CaseValue =
  | { readonly kind: 'quotient'; readonly numerator: Decimal; readonly denominator: Decimal }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason }
  | { readonly kind: 'missing' };

/**
 * One thing a case sets: attested capabilities up to a level, a measure, a single capability clause, one smart factory
 * with its two rates, or how many smart factories there are in all.
 */
export type CaseSetting =
  | { readonly kind: 'attest'; readonly level: Level }
  | { readonly kind: 'factory'; readonly equipment: CaseValue; readonly upload: CaseValue }
  | { readonly kind: 'factories'; readonly total: number }
  | { readonly kind: 'measure'; readonly measure: MeasureKey; readonly value: CaseValue }
  | { readonly kind: 'capability'; readonly clause: ClauseId; readonly status: Tri };

/** What a case expects of one clause; the reason is checked where it is written. */
export interface ExpectedClause {
  readonly id: ClauseId;
  readonly status: Tri;
  readonly reason: UnknownReason | null;
}

/** One golden case: a line of a case file with the settings given before it. */
export interface GoldenCase {
  readonly title: string;
  readonly line: number;
  readonly text: string;
  readonly settings: readonly CaseSetting[];
  readonly levels: InferredLevels;
  readonly clauses: readonly ExpectedClause[];
}

/** The golden cases of one indicator, with the clauses each of its levels must have. */
export interface CaseFile {
  readonly indicator: IndicatorId;
  readonly clauses: ReadonlyMap<ClauseLevel, readonly ClauseId[]>;
  readonly cases: readonly GoldenCase[];
}

/** A case file that cannot be read; the message names the line and what was expected there. */
export class CaseSyntaxError extends Error {
  constructor(line: number, expected: string, text: string) {
    super(`line ${line}: expected ${expected}, found "${text}"`);
    this.name = 'CaseSyntaxError';
  }
}
