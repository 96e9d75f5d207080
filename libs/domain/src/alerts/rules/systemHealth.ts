import type { Instant } from '../../telemetry/facts.js';
import { type Alert, type AlertKey, NO_EVIDENCE } from '../alert.js';
import { CLEAR, type Observation, type Verdict, observed } from '../observation.js';
import type { AlertSeverity } from '../severity.js';

/** How the system itself stands, as far as it can tell; null where it cannot (A19, reliability, alert semantics 10). */
export interface SystemHealth {
  /** Seconds the oldest accepted event has waited to be assessed. */
  readonly lagSeconds: number | null;
  /** Of a thousand records of the last minutes, how many became dead letters. */
  readonly deadLetterPerMille: number | null;
  /** Seconds by which two clocks (app, database, broker) differ at most. */
  readonly clockSkewSeconds: number | null;
  /** Seconds the oldest message that could be sent has waited. */
  readonly outboxSeconds: number | null;
  /** Parks whose last assessments failed. */
  readonly failingParks: readonly string[];
  readonly databaseWrites: boolean | null;
  /** Null: no log is in use that could be out of reach. */
  readonly logReachable: boolean | null;
  /** Offsets that the log no longer held when they were to be read; by partition. */
  readonly gaps: readonly string[];
}

interface Limit {
  readonly scope: string;
  readonly most: number;
  /** Clear again only below this. */
  readonly clearBelow: number;
  readonly valueOf: (health: SystemHealth) => number | null;
}

const LIMITS: readonly Limit[] = [
  { scope: 'lag', most: 60, clearBelow: 30, valueOf: ({ lagSeconds }) => lagSeconds },
  { scope: 'deadLetters', most: 10, clearBelow: 5, valueOf: ({ deadLetterPerMille }) => deadLetterPerMille },
  { scope: 'clock', most: 30, clearBelow: 15, valueOf: ({ clockSkewSeconds }) => clockSkewSeconds },
  { scope: 'outbox', most: 300, clearBelow: 60, valueOf: ({ outboxSeconds }) => outboxSeconds },
];

/** A19: the consumer lags, too much is refused, clocks differ, notifications wait, parks cannot be assessed, the store or log is away. */
export function judgeSystem(
  health: SystemHealth,
  at: Instant,
  openFor: (key: AlertKey) => Alert | null,
): readonly Observation[] {
  return [
    ...LIMITS.map((limit) => overLimit(limit, health, at, openFor)),
    broken('engine', health.failingParks, 'alarm', { at, openFor }),
    broken('gap', health.gaps, 'alarm', { at, openFor }),
    broken('database', wordIf(health.databaseWrites === false, 'database'), 'alarm', { at, openFor }),
    broken('log', wordIf(health.logReachable === false, 'log'), 'warning', { at, openFor }),
  ];
}

/** The key of an alert on the system itself. */
export function systemKey(scope: string): AlertKey {
  return { rule: 'A19', indicator: null, scope };
}

function overLimit(
  limit: Limit,
  health: SystemHealth,
  at: Instant,
  openFor: (key: AlertKey) => Alert | null,
): Observation {
  const key = systemKey(limit.scope);
  const value = limit.valueOf(health);
  if (value === null) return observed(key, openFor(key) === null ? CLEAR : { kind: 'between' });
  if (value <= limit.most) return observed(key, value < limit.clearBelow ? CLEAR : { kind: 'between' });
  const evidence = {
    ...NO_EVIDENCE,
    from: String(limit.most),
    to: String(Math.round(value)),
    observed: String(Math.round(value)),
    required: String(limit.most),
  };
  return observed(key, { kind: 'breached', severity: 'warning', evidence, since: openFor(key)?.since ?? at });
}

function broken(
  scope: string,
  members: readonly string[],
  severity: AlertSeverity,
  { at, openFor }: { readonly at: Instant; readonly openFor: (key: AlertKey) => Alert | null },
): Observation {
  const key = systemKey(scope);
  if (members.length === 0) return observed(key, CLEAR);
  const evidence = { ...NO_EVIDENCE, from: 'ok', to: 'failed', members };
  const verdict: Verdict = { kind: 'breached', severity, evidence, since: openFor(key)?.since ?? at };
  return observed(key, verdict);
}

function wordIf(condition: boolean, word: string): readonly string[] {
  return condition ? [word] : [];
}
