import { type Period, periodContaining } from '../kernel/calendar.js';
import type { Instant } from './facts.js';
import type { FormedValue } from './formedValue.js';
import { type ValueScope, closingUnit } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { ParkFacts } from './parkFacts.js';
import { valueOver } from './value.js';

/** What the running period has come to so far: shown as "in progress", never judged. */
export interface RunningValue {
  readonly period: Period;
  readonly value: FormedValue;
}

/**
 * Returns the value of the period that runs at an instant, from its beginning until then; null for a definition that
 * judges a window, or at the very beginning of a period. Of submissions only whole days (months) count, as long as there
 * is one.
 */
export function runningValue(
  definition: MeasureDefinition,
  facts: ParkFacts,
  at: Instant,
  scope: ValueScope,
): RunningValue | null {
  const unit = closingUnit(definition);
  if (unit === null) return null;
  const period = periodContaining(unit, at, scope.zone);
  if (period.from === at) return null;
  return { period, value: valueOver(definition, facts, { from: period.from, to: at, closed: false }, scope) };
}
