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

/** The goals there are. */
const GOALS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The figures as a table of Markdown; of a whole run each goal without a figure has a line that says so. */
export function goalTable(figures: readonly Figure[], isWhole: boolean): string {
  const lines = figures.map((figure) => {
    const { goal, name, unit, rounds, ofCeiling, target = '', isMet = null, note = '' } = figure;
    const share = ofCeiling === undefined ? '' : `${show(100 * median(ofCeiling))} %`;
    const verdict = isMet === null ? '' : isMet ? 'met' : '**missed**';
    return row([goal ?? '', name, `${show(median(rounds))} ${unit}`, share, target, verdict, note]);
  });
  const measured = new Set(figures.map(({ goal }) => goal));
  const missing = isWhole ? GOALS.filter((goal) => !measured.has(goal)) : [];
  return [
    row(['goal', 'what', 'median', 'of C', 'target', 'verdict', 'note']),
    '|---|---|---|---|---|---|---|',
    ...lines,
    ...missing.map((goal) => row([goal, 'not measured', '', '', '', '**missed**', 'see the faults'])),
  ].join('\n');
}

/** Every round of the figures that have more than one, as a table of Markdown. */
export function roundTable(figures: readonly Figure[]): string {
  const lines = figures
    .filter(({ rounds }) => rounds.length > 1)
    .map(({ name, unit, rounds, ofCeiling }) => {
      const shares = ofCeiling?.map((share) => `${show(100 * share)} %`).join(', ') ?? '';
      return row([name, unit, rounds.map(show).join(', '), shares]);
    });
  return [row(['what', 'unit', 'rounds', 'of C']), '|---|---|---|---|', ...lines].join('\n');
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
