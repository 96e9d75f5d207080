import { expect } from 'vitest';
import { type FormedValue, type Share, fixedQuotientText, fromInteger, multiplyDecimals } from '@parkpulse/domain';

/** Writes a share as a percentage with four decimals, half up, as the reference files print it. */
export function percentText(share: Share | null | undefined): string {
  if (share === null || share === undefined) return 'none';
  if (share.denominator.coefficient === 0n) return '0/0';
  return fixedQuotientText(multiplyDecimals(share.numerator, fromInteger(100)), share.denominator, 4);
}

/** Takes numerator over denominator of a value, also of a stale one, which still shows what it would be. */
export function shareOf(value: FormedValue): Share | null {
  if (value.numerator === null || value.denominator === null) return null;
  return { numerator: value.numerator, denominator: value.denominator };
}

/** Compares figures with their references, one by one, and prints how many there were. */
export class FigureCheck {
  private checked = 0;
  private readonly wrong: string[] = [];

  constructor(private readonly set: string) {}

  compare(name: string, expected: string, actual: string): void {
    this.checked += 1;
    if (expected !== actual) this.wrong.push(`${name}: expected ${expected}, got ${actual}`);
  }

  /** Fails on any difference or another number of figures than expected. */
  finish(figures: number): void {
    console.log(`${this.set}: ${this.checked} figures compared, ${this.wrong.length} differ`);
    expect(this.wrong.slice(0, 20)).toEqual([]);
    expect(this.checked).toBe(figures);
  }
}
