import type { Instant } from '../telemetry/facts.js';
import type { AlertEvidence, AlertKey, Resolution } from './alert.js';
import type { AlertSeverity } from './severity.js';

/** What a rule says of one key at an instant. */
export type Verdict =
  | {
      readonly kind: 'breached';
      readonly severity: AlertSeverity;
      readonly evidence: AlertEvidence;
      readonly since: Instant;
    }
  /** What is live is well again, what is confirmed not yet. */
  | { readonly kind: 'easing' }
  /** Neither breached anew nor past the deadband: an open alert stays, none opens. */
  | { readonly kind: 'between' }
  | { readonly kind: 'clear'; readonly resolution: Resolution }
  | { readonly kind: 'noData' }
  | { readonly kind: 'error' };

export interface Observation {
  readonly key: AlertKey;
  readonly verdict: Verdict;
  /** Still below what it was, but not by anything that calls for a word: never told as worse. */
  readonly quiet: boolean;
}

/** Makes an observation that may be told. */
export function observed(key: AlertKey, verdict: Verdict): Observation {
  return { key, verdict, quiet: false };
}

export const CLEAR: Verdict = { kind: 'clear', resolution: 'recovered' };
