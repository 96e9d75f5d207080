import { alertKeyText } from './alert.js';
import { CLEAR, type Observation, type Verdict } from './observation.js';
import type { RuleFindings } from './rule.js';
import type { AlertRuleId } from './ruleCatalogue.js';
import type { RuleMemory } from './ruleMemory.js';
import { compareSeverity } from './severity.js';
import type { ThresholdSettings } from './thresholds.js';

type Excused = RuleMemory['excused'];
/** How each key stood under the thresholds before an edit. */
export type StoodBefore = ReadonlyMap<string, Verdict>;

/** The thresholds a rule was last judged by, where a park has set others since; null where it has not. */
export function thresholdsBefore(
  rule: AlertRuleId,
  { thresholds }: Pick<RuleMemory, 'thresholds'>,
  now: ThresholdSettings,
): ThresholdSettings | null {
  return textOf(thresholds[rule]) === textOf(now[rule]) ? null : thresholds;
}

/** Notes by which thresholds a rule has now been judged. */
export function withThresholds(
  memory: RuleMemory,
  rule: AlertRuleId,
  now: ThresholdSettings,
): RuleMemory['thresholds'] {
  if (textOf(memory.thresholds[rule]) === textOf(now[rule])) return memory.thresholds;
  return { ...memory.thresholds, [rule]: now[rule] ?? {} };
}

function textOf(values: Readonly<Record<string, number>> | undefined): string {
  return JSON.stringify(Object.entries(values ?? {}).sort());
}

/** How each key stood in what a rule found; of keys it does not name nothing is wrong. */
export function standingOf(findings: RuleFindings): StoodBefore {
  if (findings.kind === 'blind') return new Map();
  return new Map(findings.observations.map(({ key, verdict }) => [alertKeyText(key), verdict]));
}

/**
 * An observation right after an edit, so that the edit tells nobody anything: what it alone made worse is taken in
 * quietly, and what it alone ended is over because of the rule.
 */
export function afterEdit(observation: Observation, before: StoodBefore): Observation {
  const { verdict } = observation;
  const stood = before.get(alertKeyText(observation.key)) ?? CLEAR;
  if (verdict.kind === 'clear' && stood.kind !== 'clear')
    return { ...observation, verdict: { kind: 'clear', resolution: 'rule' } };
  const isSame =
    stood.kind === 'breached' && verdict.kind === 'breached' && stood.severity === verdict.severity;
  return isSame ? observation : { ...observation, quiet: true };
}

/**
 * Whether an observation is left unseen because only an edit of thresholds made it breached, and which keys are excused
 * from then on. An excuse ends when the key is clear or gets worse. `before` is null where nothing was edited.
 */
export function excuse(
  { key, verdict }: Observation,
  excused: Excused,
  before: StoodBefore | null,
): { readonly isExcused: boolean; readonly excused: Excused } {
  const name = alertKeyText(key);
  const held = excused[name];
  if (verdict.kind === 'breached' && before !== null && before.get(name)?.kind !== 'breached')
    return { isExcused: true, excused: { ...excused, [name]: verdict.severity } };
  if (held === undefined) return { isExcused: false, excused };
  const isWorse = verdict.kind === 'breached' && compareSeverity(verdict.severity, held) > 0;
  if (verdict.kind !== 'clear' && !isWorse) return { isExcused: verdict.kind === 'breached', excused };
  return { isExcused: false, excused: withoutKeys(excused, (other) => other === name) };
}

/** Ends the excuses of keys of a rule that it no longer names. */
export function forgetExcuses(excused: Excused, rule: AlertRuleId, named: ReadonlySet<string>): Excused {
  return withoutKeys(excused, (name) => name.startsWith(`${rule}|`) && !named.has(name));
}

function withoutKeys(excused: Excused, isOver: (name: string) => boolean): Excused {
  const kept = Object.entries(excused).filter(([name]) => !isOver(name));
  return kept.length === Object.keys(excused).length ? excused : Object.fromEntries(kept);
}
