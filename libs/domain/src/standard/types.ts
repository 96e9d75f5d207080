import type { Comparator } from '../kernel/comparator.js';
import type { ClauseLevel } from '../kernel/level.js';
import type { MeasureUnit } from '../kernel/measureValue.js';
import type { ClauseId, IndicatorId, PrimaryId, SecondaryId } from './ids.js';
import type { MeasureKey } from './measureKeys.js';

export interface BilingualText {
  readonly zh: string;
  readonly en: string;
}

/** What decides a clause: live data, a register, documents and demonstrations, or a certificate. */
export type Basis = 'telemetry' | 'register' | 'evidence' | 'certificate';

/** One measure against one threshold; the threshold is exact decimal text (0.8 for 80 %). */
export interface Comparison {
  readonly kind: 'comparison';
  readonly measure: MeasureKey;
  readonly comparator: Comparator;
  readonly threshold: string;
}

/**
 * The condition of a measure clause. A `branch` judges `then` or `otherwise` by a comparison; while that is
 * unknown, so is the clause (ruling I3f). An either/or with its branch is ONE clause (rulings, semantics 1).
 */
export type Condition =
  | Comparison
  | { readonly kind: 'anyOf'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'allOf'; readonly conditions: readonly Condition[] }
  | {
      readonly kind: 'branch';
      readonly on: Comparison;
      readonly then: Condition;
      readonly otherwise: Condition;
    };

/** A clause with a number in the text, decided by fresh measures. */
export interface MeasureClause extends BilingualText {
  readonly kind: 'measure';
  readonly id: ClauseId;
  readonly basis: readonly Basis[];
  readonly condition: Condition;
}

/** A clause without a number, decided by a verified attestation in force. */
export interface CapabilityClause extends BilingualText {
  readonly kind: 'capability';
  readonly id: ClauseId;
  readonly basis: readonly Basis[];
}

export type Clause = MeasureClause | CapabilityClause;

/** The text of one level of one indicator, split into its smallest testable parts. */
export interface LevelCriterion {
  readonly level: ClauseLevel;
  readonly measures: readonly MeasureClause[];
  readonly capabilities: readonly CapabilityClause[];
  /** Shortcomings the text mentions; notes only, never requirements and never inherited (ruling A3). */
  readonly limitations: readonly BilingualText[];
}

/** A document of chapter 2 that binds at an indicator. */
export interface NormativeReference extends BilingualText {
  readonly code: string;
}

/** A tertiary indicator of Appendix A. Its most points are the secondary's points times `weight`. */
export interface Indicator extends BilingualText {
  readonly id: IndicatorId;
  readonly secondary: SecondaryId;
  readonly slug: string;
  /** Share of the secondary indicator, exact decimal text. */
  readonly weight: string;
  /** The table of Appendix A that holds its rubric, e.g. "A.3". */
  readonly table: string;
  readonly basis: readonly Basis[];
  readonly references: readonly NormativeReference[];
  /** Ids of the rulings that decide how its text is read. */
  readonly rulings: readonly string[];
  /** S2 to S5, in that order; S1 is always attained (ruling A4). */
  readonly criteria: readonly LevelCriterion[];
}

export interface SecondaryIndicator extends BilingualText {
  readonly id: SecondaryId;
  readonly primary: PrimaryId;
  /** Fixed score in points (5.2.2). */
  readonly points: number;
}

export interface PrimaryIndicator extends BilingualText {
  readonly id: PrimaryId;
  /** Fixed score in points (5.2.1). */
  readonly points: number;
}

/** How a measure is formed from others when it is not given itself. Nothing else is ever inferred (ruling A11). */
export type Derivation =
  | { readonly kind: 'quotient'; readonly numerator: MeasureKey; readonly denominator: MeasureKey }
  | { readonly kind: 'qualifiedFactories'; readonly all: readonly [Comparison, ...Comparison[]] };

/** A quantity that Appendix A compares, or that such a quantity is formed from. */
export interface StandardMeasure extends BilingualText {
  readonly key: MeasureKey;
  readonly unit: MeasureUnit;
  /** False only for the two shares of I03, which may exceed 1 (ruling I3a). */
  readonly cappedAtOne: boolean;
  /** A factory-scope measure has one value per smart factory. */
  readonly scope: 'park' | 'factory';
  readonly basis: Basis;
  readonly numerator: BilingualText;
  readonly denominator: BilingualText | null;
  readonly indicators: readonly IndicatorId[];
  readonly derivation: Derivation | null;
}

/** How we read the standard where its text is ambiguous, contradictory or silent. */
export interface Ruling extends BilingualText {
  readonly id: string;
  /** H follows from the wording, M best of several readings, L a choice that had to be made; null: nothing to choose. */
  readonly certainty: 'H' | 'M' | 'L' | null;
}

/** One edition of the standard as we read it: the whole input of inference and scoring. */
export interface Standard {
  readonly edition: string;
  /** Version of our rulings, which changes when a reading changes. */
  readonly rules: string;
  readonly primaries: readonly PrimaryIndicator[];
  readonly secondaries: readonly SecondaryIndicator[];
  readonly indicators: readonly Indicator[];
  readonly measures: readonly StandardMeasure[];
  readonly rulings: readonly Ruling[];
  readonly references: readonly NormativeReference[];
}
