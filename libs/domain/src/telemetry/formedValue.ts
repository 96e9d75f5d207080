import { type Decimal, ONE, fromInteger, toDecimal } from '../kernel/decimal.js';
import { type MeasureBound, type UnknownReason, toMeasureValue } from '../kernel/measureValue.js';
import type { Instant, Origin } from './facts.js';

/** A numerator over a denominator, which may be 0. Times are in seconds. */
export interface Share {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

/** Factors shown beside a rate: received ÷ expected, valid ÷ received, filled ÷ required of what was submitted. */
export interface ValueParts {
  readonly transmission: Share | null;
  readonly validity: Share | null;
  readonly completeness: Share | null;
}

interface Shown {
  /** Devices online ÷ devices due at the judged moment, beside time-weighted rates. */
  readonly instant: Share | null;
  readonly parts: ValueParts | null;
  /** Members that are counted below the line and contribute nothing above it, by name. */
  readonly missing: readonly string[];
  /** Event time of the newest fact behind the value; null when there is none. */
  readonly asOf: Instant | null;
  /** The live value turns stale at this instant; null when it never does, and for periods. */
  readonly freshUntil: Instant | null;
  /** The fact that decided the value where a single one did. */
  readonly decidedBy: Origin | null;
}

/**
 * A measure formed by its definition: exact numerator and denominator, or why it is unknown. A stale value
 * still shows the numerator and denominator it would have; they decide nothing.
 */
export type FormedValue =
  | (Share & Shown & { readonly kind: 'known' })
  | (Shown & {
      readonly kind: 'unknown';
      readonly reason: UnknownReason;
      readonly numerator: Decimal | null;
      readonly denominator: Decimal | null;
    });

/** What a kind's formula yields before bounds and freshness are judged. */
export interface FormulaResult {
  /** Null when nothing can be counted; the reason says why. */
  readonly share: Share | null;
  readonly reason: UnknownReason | null;
  readonly instant: Share | null;
  readonly parts: ValueParts | null;
  readonly missing: readonly string[];
}

const NOTHING = { instant: null, parts: null, missing: [] } as const;

/** Makes the result of a formula that could count. */
export function countedResult(share: Share, shown: Partial<FormulaResult> = {}): FormulaResult {
  return { ...NOTHING, ...shown, share, reason: null };
}

/** Makes the result of a formula that could not count, naming who is missing. */
export function uncountedResult(reason: UnknownReason, missing: readonly string[] = []): FormulaResult {
  return { ...NOTHING, share: null, reason, missing };
}

/** Makes a share of two whole numbers. */
export function wholeShare(numerator: number, denominator: number): Share {
  return { numerator: fromInteger(numerator), denominator: fromInteger(denominator) };
}

/** Makes a share of two times given in milliseconds; it counts seconds, with decimals only where they are not whole. */
export function timeShare(numeratorMs: number, denominatorMs: number): Share {
  return { numerator: toDecimal(BigInt(numeratorMs), 3), denominator: toDecimal(BigInt(denominatorMs), 3) };
}

/** Makes the share of a bare number: its denominator is 1. */
export function bareShare(value: Decimal): Share {
  return { numerator: value, denominator: ONE };
}

/** Judges a formula's result by the measure's bounds (rulings A5, A11): 0/0 and impossible values are unknown. */
export function toFormedValue(result: FormulaResult, bound: MeasureBound): FormedValue {
  const { share, reason, instant, parts, missing } = result;
  const shown: Shown = { instant, parts, missing, asOf: null, freshUntil: null, decidedBy: null };
  if (share === null) {
    return {
      kind: 'unknown',
      reason: reason ?? 'insufficient_data',
      numerator: null,
      denominator: null,
      ...shown,
    };
  }
  const judged = toMeasureValue(bound, share.numerator, share.denominator);
  if (judged.kind === 'known') return { kind: 'known', ...share, ...shown };
  return { kind: 'unknown', reason: judged.reason, ...share, ...shown };
}

/** Marks a value as stale; what it would have been stays readable. */
export function toStale(value: FormedValue): FormedValue {
  return { ...value, kind: 'unknown', reason: 'stale' };
}
