import type { IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import { type Alert, isActive } from './alert.js';
import type { AlertChange, AlertEvent } from './alertEvent.js';
import type { RuleMemory } from './ruleMemory.js';
import { LONGEST_SHELF_MS } from './suppression.js';
import { isLevel } from '../kernel/level.js';
import { gradeOf } from '../assessment/scoring.js';

/** What a person does to one alert. Acknowledging stops escalation only; shelving mutes this alert for at most 8 hours. */
export type AlertAct =
  | { readonly kind: 'acknowledge'; readonly text: string | null }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'assign'; readonly to: string | null }
  | { readonly kind: 'shelve'; readonly reason: string; readonly until: Instant }
  | { readonly kind: 'unshelve' }
  /** Takes what is as the new normal: ends the alert and measures later falls from here. */
  | { readonly kind: 'accept'; readonly text: string };

/** Why an act was not done. */
export type ActRefusal = 'resolved' | 'until_past' | 'until_too_far' | 'not_acceptable';

export type ActOutcome =
  | { readonly kind: 'events'; readonly events: readonly AlertEvent[] }
  | { readonly kind: 'refused'; readonly reason: ActRefusal };

/** Decides what a person's act does to an alert. The same act twice does it once. */
export function decideAct(alert: Alert, act: AlertAct, by: string, at: Instant): ActOutcome {
  const reason = refusalOf(alert, act, at);
  if (reason !== null) return { kind: 'refused', reason };
  const changes = changesOf(alert, act, by, at);
  return {
    kind: 'events',
    events: changes.map((change) => ({ ...change, alert: alert.id, at })),
  };
}

function refusalOf(alert: Alert, act: AlertAct, at: Instant): ActRefusal | null {
  if (act.kind === 'comment') return null;
  if (alert.phase === 'resolved') return 'resolved';
  if (act.kind === 'accept' && !isAcceptable(alert)) return 'not_acceptable';
  if (act.kind !== 'shelve') return null;
  if (act.until <= at) return 'until_past';
  return act.until - at > LONGEST_SHELF_MS ? 'until_too_far' : null;
}

function isAcceptable({ key, phase }: Alert): boolean {
  return (key.rule === 'A01' || key.rule === 'A02' || key.rule === 'A03') && phase !== 'pending';
}

function changesOf(alert: Alert, act: AlertAct, by: string, at: Instant): readonly AlertChange[] {
  switch (act.kind) {
    case 'acknowledge':
      return acknowledging(alert, by, act.text);
    case 'comment':
      return [{ kind: 'commented', by, text: act.text }];
    case 'assign':
      return alert.assignee === act.to ? [] : [{ kind: 'assigned', by, to: act.to }];
    case 'shelve':
      return [{ kind: 'shelved', shelf: { by, at, reason: act.reason, until: act.until } }];
    case 'unshelve':
      return alert.shelf === null ? [] : [{ kind: 'unshelved' }];
    case 'accept':
      return [
        { kind: 'commented', by, text: act.text },
        { kind: 'resolved', resolution: 'accepted' },
      ];
  }
}

function acknowledging(alert: Alert, by: string, text: string | null): readonly AlertChange[] {
  const comment: readonly AlertChange[] =
    text === null || text === '' ? [] : [{ kind: 'commented', by, text }];
  return alert.acknowledged === null ? [{ kind: 'acknowledged', by, text }, ...comment] : comment;
}

/** What rules remember once an alert was accepted: falls are measured from what is now. */
export function memoryAfterAccept(memory: RuleMemory, { key, evidence }: Alert): RuleMemory {
  if (key.rule === 'A01') return withReference(memory, key.indicator, evidence.to);
  const last = memory.scores.at(-1);
  if (key.rule === 'A02' && last !== undefined) return { ...memory, scores: [last] };
  if (key.rule === 'A03' && evidence.z !== null) return { ...memory, grade: gradeOf(evidence.z.after) };
  return memory;
}

function withReference(memory: RuleMemory, indicator: IndicatorId | null, to: string | null): RuleMemory {
  if (indicator === null || to === null || !isLevel(to)) return memory;
  return { ...memory, references: { ...memory.references, [indicator]: to } };
}

/** Tells whether people can still do something about an alert. */
export function isActionable(alert: Alert): boolean {
  return isActive(alert) || alert.phase === 'pending';
}
