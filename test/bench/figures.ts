/** One line of the report: what was measured, in rounds, and what the goal asks. */
export interface Figure {
  /** Number of the goal in the list of goals; null for what stands beside it. */
  readonly goal: number | null;
  readonly name: string;
  readonly unit: string;
  readonly rounds: readonly number[];
  /** The same rounds as shares of ceiling C of their own round. */
  readonly ofCeiling?: readonly number[];
  readonly target?: string;
  /** Whether the goal is met; null where the figure alone cannot say. */
  readonly isMet?: boolean | null;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies, between neighbours by straight line. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return below + (above - below) * (place - Math.floor(place));
}

/** A number as a reader wants it: three or four digits that count, thousands apart. */
export function show(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}
