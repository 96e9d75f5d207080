import { decimal } from '../kernel/decimal.js';
import type { ReadingFact } from './facts.js';
import { type FormulaResult, countedResult } from './formedValue.js';

const ONE_TEXT = '1';

/** Takes a reading as the park states it: its own numerator and denominator, 1 for a bare value. */
export function formReading({ numerator, denominator, missing }: ReadingFact): FormulaResult {
  const share = { numerator: decimal(numerator), denominator: decimal(denominator ?? ONE_TEXT) };
  return countedResult(share, { missing });
}
