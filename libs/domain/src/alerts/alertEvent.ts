import type { Instant } from '../telemetry/facts.js';
import type { AlertEvidence, AlertKey, AlertSight, Resolution, Shelf, Suppression, Told } from './alert.js';
import type { AlertSeverity } from './severity.js';

/** What happened to one alert; its state is the fold of these. `at` is event time. */
export type AlertChange =
  | {
      readonly kind: 'opened';
      readonly key: AlertKey;
      readonly severity: AlertSeverity;
      readonly evidence: AlertEvidence;
      readonly since: Instant;
    }
  | { readonly kind: 'fired' }
  /** Got worse: people are told again. */
  | { readonly kind: 'worsened'; readonly severity: AlertSeverity; readonly evidence: AlertEvidence }
  /** Reads otherwise, but not worse: nobody is told. */
  | { readonly kind: 'changed'; readonly severity: AlertSeverity; readonly evidence: AlertEvidence }
  /** Its rule is seen otherwise than before; `resolution` says how it will end where it is clear. */
  | { readonly kind: 'seen'; readonly sight: AlertSight; readonly resolution: Resolution | null }
  | { readonly kind: 'resolved'; readonly resolution: Resolution }
  | { readonly kind: 'acknowledged'; readonly by: string; readonly text: string | null }
  | { readonly kind: 'commented'; readonly by: string; readonly text: string }
  | { readonly kind: 'assigned'; readonly by: string; readonly to: string | null }
  | { readonly kind: 'shelved'; readonly shelf: Shelf }
  | { readonly kind: 'unshelved' }
  | { readonly kind: 'suppressed'; readonly suppression: Suppression }
  | { readonly kind: 'released' }
  | { readonly kind: 'grouped'; readonly group: string; readonly root: string | null }
  | { readonly kind: 'told'; readonly channel: string; readonly told: Told }
  | { readonly kind: 'escalated'; readonly step: number };

export type AlertEvent = AlertChange & { readonly alert: string; readonly at: Instant };

export type AlertEventKind = AlertChange['kind'];
