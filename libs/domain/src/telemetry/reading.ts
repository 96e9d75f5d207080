import { ONE, decimal } from '../kernel/decimal.js';
import type { ReadingFact } from './facts.js';
import { type FormulaResult, type Share, countedResult } from './formedValue.js';

/** Takes a reading as the park states it: its own numerator and denominator, 1 for a bare value. */
export function formReading(reading: ReadingFact): FormulaResult {
  return countedResult(shareOfReading(reading), { missing: reading.missing });
}

/** The numerator and denominator of a reading; 1 under a bare value. */
export function shareOfReading({ numerator, denominator }: ReadingFact): Share {
  return { numerator: decimal(numerator), denominator: denominator === null ? ONE : decimal(denominator) };
}
