import type { CompiledMeasureClause } from '../inference/compileStandard.js';
import { evaluateCondition, unknownReasonOf } from '../inference/evaluateCondition.js';
import { type MeasureValue, unknownValue } from '../kernel/measureValue.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { Instant } from '../telemetry/facts.js';
import type { SignalPoint } from '../telemetry/signal.js';
import { causeOfChange } from './cause.js';
import { type Dwell, type Observation, confirm, confirmationDue, observe, unobservedRow } from './dwell.js';
import type { ClauseRow } from './rows.js';
import type { SignalChange, SignalStep } from './signalStep.js';

export interface Span {
  readonly from: Instant;
  /** Inclusive: the instant up to which time has been lived. */
  readonly to: Instant;
}

export interface ClauseInputs {
  /** Per measure its points over the span, preceded by the one in force at its start. */
  readonly signals: ReadonlyMap<MeasureKey, readonly SignalPoint[]>;
  readonly dwellAt: (at: Instant) => Dwell;
  /** Changes up to this instant rewrite what was believed before: their cause is `restatement`. */
  readonly restatedTo: Instant | null;
}

/**
 * Derives the rows of one measure clause over a span: its raw status at every change of its measures, and its confirmed
 * status by dwell. `before` is the row in force just before the span, null when there is none. Pure in its arguments, so
 * the same facts give the same rows in whatever order they arrived.
 */
export function deriveClauseTimeline(
  compiled: CompiledMeasureClause,
  inputs: ClauseInputs,
  before: ClauseRow | null,
  span: Span,
): readonly ClauseRow[] {
  const log = new RowLog(before ?? unobservedRow(compiled.clause.id, span.from));
  const cursor = new SignalCursor(inputs.signals, span.from);
  for (const at of instantsOf(inputs.signals, span)) {
    passTime(log, at, inputs);
    log.push(observe(log.row, at, observeStep(compiled, cursor.advance(at), log.row, inputs)));
  }
  passTime(log, span.to, inputs);
  return log.rows;
}

// Confirmations that fell due since the last row, at their own instants.
function passTime(log: RowLog, to: Instant, { dwellAt }: ClauseInputs): void {
  const due = confirmationDue(log.row, dwellAt(log.row.rawSince));
  if (due !== null && due <= to) log.push(confirm(log.row, Math.max(due, log.row.at)));
}

function observeStep(
  { condition }: CompiledMeasureClause,
  step: SignalStep,
  row: ClauseRow,
  { restatedTo }: ClauseInputs,
): Observation {
  const result = evaluateCondition(condition, step.valueOf);
  const reason = unknownReasonOf(result);
  const isRestated = restatedTo !== null && step.at <= restatedTo;
  const cause = isRestated
    ? 'restatement'
    : causeOfChange({ condition, from: row.raw, to: result.status, confirmed: row.confirmed, step });
  return { status: result.status, reason, cause };
}

function instantsOf(signals: ClauseInputs['signals'], { from, to }: Span): readonly Instant[] {
  const instants = new Set<Instant>([from]);
  for (const points of signals.values()) {
    for (const { at } of points) if (at > from && at <= to) instants.add(at);
  }
  return [...instants].sort((a, b) => a - b);
}

/** One row per instant: a later row of the same instant replaces the earlier one, and one that says nothing new is dropped. */
class RowLog {
  readonly rows: ClauseRow[] = [];
  constructor(private readonly start: ClauseRow) {}

  get row(): ClauseRow {
    return this.rows.at(-1) ?? this.start;
  }

  push(row: ClauseRow): void {
    if (row === this.row) return;
    if (this.rows.at(-1)?.at === row.at) this.rows.pop();
    if (!sayTheSame(this.row, row)) this.rows.push(row);
  }
}

/** Whether two rows of a clause state the same, whenever and why they came about. */
export function sayTheSame(a: ClauseRow, b: ClauseRow): boolean {
  return (
    a.raw === b.raw &&
    a.reason === b.reason &&
    a.rawSince === b.rawSince &&
    a.confirmed === b.confirmed &&
    a.held === b.held
  );
}

const MISSING: MeasureValue = unknownValue('insufficient_data');

class SignalCursor {
  private readonly heads = new Map<MeasureKey, { points: readonly SignalPoint[]; next: number }>();

  constructor(
    signals: ClauseInputs['signals'],
    private readonly from: Instant,
  ) {
    for (const [measure, points] of signals) this.heads.set(measure, { points, next: 0 });
  }

  advance(at: Instant): SignalStep {
    const changed: SignalChange[] = [];
    for (const [measure, head] of this.heads) {
      let point = head.points[head.next];
      while (point !== undefined && point.at <= at) {
        if (point.at >= this.from)
          changed.push({ measure, from: head.points[head.next - 1] ?? null, to: point });
        head.next += 1;
        point = head.points[head.next];
      }
    }
    return { at, changed, valueOf: (measure) => this.valueOf(measure) };
  }

  private valueOf(measure: MeasureKey): MeasureValue {
    const head = this.heads.get(measure);
    return head?.points[head.next - 1]?.value ?? MISSING;
  }
}

/** A step function that says nothing until its first point. */
export function pointAt(points: readonly SignalPoint[], at: Instant): SignalPoint | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as SignalPoint).at <= at) low = middle + 1;
    else high = middle;
  }
  return points[low - 1] ?? null;
}
