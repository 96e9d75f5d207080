import { measureByKey } from '../format/names.js';
import { thresholdText } from '../format/ratio.js';

/** Writes the exact text of a measure's value in its unit. */
export function rateText(measure: string, text: string): string {
  return thresholdText(text, measureByKey(measure)?.unit ?? 'ratio');
}
