import type { LevelRow, ScoreRow } from '../assessment/rows.js';
import type { IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import type { Alert, AlertKey } from './alert.js';
import type { AlertInputs } from './alertInputs.js';
import type { Observation } from './observation.js';
import type { RuleMemory } from './ruleMemory.js';
import type { ThresholdOf } from './thresholds.js';

/** What a rule looks at: the inputs of the run as they stand at one instant, and the alerts that are open. */
export interface Moment {
  readonly at: Instant;
  readonly inputs: AlertInputs;
  readonly memory: RuleMemory;
  /** Rows in force at `at`. */
  readonly levels: ReadonlyMap<IndicatorId, LevelRow>;
  /** Rows in force just before `at`, as now believed. */
  readonly previous: ReadonlyMap<IndicatorId, LevelRow>;
  readonly score: ScoreRow | null;
  /** The score row in force just before `at`. */
  readonly scoreBefore: ScoreRow | null;
  readonly openFor: (key: AlertKey) => Alert | null;
  /** The thresholds in force in the park. */
  readonly threshold: ThresholdOf;
}

/** What a rule found. An open alert of the rule that it does not mention is clear, unless it saw nothing at all. */
export type RuleFindings =
  | {
      readonly kind: 'judged';
      readonly observations: readonly Observation[];
      readonly memory: Partial<RuleMemory>;
      /** The next instant at which, without new facts, something else may be found; null when none. */
      readonly nextDue: Instant | null;
    }
  | { readonly kind: 'blind'; readonly nextDue: Instant | null };

/** A rule is a pure function of a moment. */
export type RuleFunction = (moment: Moment) => RuleFindings;

export const BLIND: RuleFindings = { kind: 'blind', nextDue: null };

/** What a rule found, with nothing to remember and nothing due unless told. */
export function judged(
  observations: readonly Observation[],
  {
    memory = {},
    nextDue = null,
  }: { readonly memory?: Partial<RuleMemory>; readonly nextDue?: Instant | null } = {},
): RuleFindings {
  return { kind: 'judged', observations, memory, nextDue };
}
