import { decimalText } from '../../kernel/decimal.js';
import type { MeasureValue } from '../../kernel/measureValue.js';
import type { FormedValue, Share } from '../formedValue.js';

/** Writes a value as `numerator/denominator`, or why it is unknown. */
export function showValue(value: MeasureValue | FormedValue | null): string {
  if (value === null) return 'nothing';
  return value.kind === 'unknown' ? value.reason : showShare(value);
}

/** Writes a share as `numerator/denominator`. */
export function showShare(share: Share | null | undefined): string {
  if (share === null || share === undefined) return 'nothing';
  return `${decimalText(share.numerator)}/${decimalText(share.denominator)}`;
}
