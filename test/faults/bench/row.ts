import type { Ground } from './ground.js';

export { NotRun } from './notRun.js';

export interface Outcome {
  /** What went against the required behaviour; none is a pass. */
  readonly faults: readonly string[];
  /** What was measured, in the order in which it is told. */
  readonly figures: Readonly<Record<string, string | number>>;
}

/** One row of the fault matrix. */
export interface FaultRow {
  readonly row: string;
  readonly fault: string;
  readonly required: string;
  /** Takes hours: run only when it is named. */
  readonly isLong?: boolean;
  run(ground: Ground): Promise<Outcome>;
}

/** Collects what goes against what is required. */
export class Findings {
  readonly faults: string[] = [];
  readonly figures: Record<string, string | number> = {};

  add(faults: readonly string[]): this {
    this.faults.push(...faults);
    return this;
  }

  require(isSo: boolean, otherwise: string): this {
    if (!isSo) this.faults.push(otherwise);
    return this;
  }

  /** Notes a figure and the limit it must keep. */
  within(name: string, value: number, limit: number, unit = 'ms'): this {
    this.figures[name] = `${value} ${unit} (≤ ${limit})`;
    return this.require(value <= limit, `${name}: ${value} ${unit}, above ${limit}`);
  }

  note(figures: Readonly<Record<string, string | number>>): this {
    Object.assign(this.figures, figures);
    return this;
  }
}
