import type { Alert, AlertMessageAnswer, Severity } from '@parkpulse/contracts';

/** An alert as the server lists it: the contract's fields, and what else it tells. */
export interface AlertItem extends Alert {
  readonly scope: string;
  readonly sight: string;
  readonly firedAt: string | null;
  readonly resolvedAt: string | null;
  readonly resolution: string | null;
  readonly assignee: string | null;
  readonly suppressed: { readonly by: SuppressedBy; readonly ref: string } | null;
  readonly causedBy: string | null;
  readonly escalated: number;
  readonly measure: string | null;
  readonly observed: string | null;
  readonly required: string | null;
  readonly gradeLost: boolean;
  readonly stage: number;
  readonly members: readonly string[];
  readonly clauses: readonly string[];
  readonly sources: readonly string[];
  readonly z: { readonly before: string; readonly after: string } | null;
}

export type SuppressedBy = 'silence' | 'maintenance' | 'inhibition' | 'shelf';

/** What happened to an alert; which of the optional fields are there depends on the kind. */
export interface AlertHappening {
  readonly kind: string;
  readonly at: string;
  readonly by?: string;
  readonly text?: string | null;
  readonly to?: string | null;
  readonly step?: number;
  readonly severity?: Severity;
  readonly resolution?: string | null;
  readonly sight?: string;
  readonly root?: string | null;
  readonly shelf?: { readonly by: string; readonly reason: string; readonly until: string | number };
  readonly suppression?: { readonly by: SuppressedBy; readonly ref: string };
  readonly evidence?: { readonly from: string | null; readonly to: string | null };
}

export interface AlertFull extends AlertItem {
  readonly events: readonly AlertHappening[];
  readonly messages: readonly AlertMessageAnswer[];
  readonly related: readonly AlertItem[];
}

export interface SilenceItem {
  readonly id: string;
  readonly kind: 'silence' | 'maintenance';
  readonly matcher: SilenceMatcher;
  readonly by: string;
  readonly reason: string;
  readonly from: string;
  readonly to: string;
}

export interface SilenceMatcher {
  readonly rules?: readonly string[];
  readonly indicators?: readonly string[];
  readonly severities?: readonly string[];
  readonly sources?: readonly string[];
  readonly scopes?: readonly string[];
}

export interface NewSilence {
  readonly kind: SilenceItem['kind'];
  readonly matcher: SilenceMatcher;
  readonly reason: string;
  readonly from?: string;
  readonly to: string;
}

export interface ChannelItem {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly url: string;
  readonly hasSecret: boolean;
  readonly park: string | null;
  readonly minSeverity: Severity;
  readonly step: number;
  readonly audience: 'desk' | 'operations' | 'all';
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface NewChannel {
  readonly kind: string;
  readonly name: string;
  readonly url: string;
  readonly secret?: string;
  readonly park?: string;
  readonly minSeverity: Severity;
  readonly step: number;
  readonly audience: ChannelItem['audience'];
}

export interface TestOutcome {
  readonly delivered: boolean;
  readonly code: string | null;
  readonly detail: string | null;
  readonly status: number | null;
  readonly milliseconds: number;
}

/** What people do to one alert. */
export type Act = 'ack' | 'comment' | 'assign' | 'shelve' | 'escalate' | 'accept';
