import type { AlertRuleAnswer, HoldAnswer } from '@parkpulse/contracts';

/** What can be set of a rule, as its form holds it. */
export interface RuleDraft {
  readonly hold: HoldAnswer;
  readonly thresholds: Readonly<Record<string, number>>;
}

/** What of a rule is in force. */
export function ruleDraft({ hold, thresholds }: Pick<AlertRuleAnswer, 'hold' | 'thresholds'>): RuleDraft {
  return {
    hold: { ...hold },
    thresholds: Object.fromEntries(thresholds.map(({ name, value }) => [name, value])),
  };
}

/** The thresholds that differ from their defaults: what a park has set. */
export function ownThresholds(
  { thresholds }: Pick<AlertRuleAnswer, 'thresholds'>,
  values: RuleDraft['thresholds'],
): Record<string, number> {
  const own = thresholds.filter(({ name, default: usual }) => (values[name] ?? usual) !== usual);
  return Object.fromEntries(own.map(({ name, default: usual }) => [name, values[name] ?? usual]));
}

/** Settings by rule with those of one rule replaced; null or nothing to say takes them out. */
export function withRule<Value extends object>(
  settings: Readonly<Partial<Record<string, Value>>>,
  rule: string,
  value: Value | null,
): Record<string, Value> {
  const others = Object.entries(settings).filter(
    (entry): entry is [string, Value] => entry[0] !== rule && entry[1] !== undefined,
  );
  const own: readonly [string, Value][] =
    value === null || Object.keys(value).length === 0 ? [] : [[rule, value]];
  return Object.fromEntries([...others, ...own]);
}
