import type { Instant } from '../telemetry/facts.js';
import { type Alert, alertKeyText } from './alert.js';
import type { NoticeChannel, NoticePolicy } from './noticePolicy.js';
import type { Shift } from './onDuty.js';
import type { RuleMemory } from './ruleMemory.js';
import type { Silence } from './suppression.js';

/** What a group of alerts waits for. */
export interface GroupState {
  /** Since when something has been owed to anybody; null when nothing is. */
  readonly owedSince: Instant | null;
  readonly lastSentAt: Instant | null;
}

/** What the notices of a park keep from one decision to the next; plain data, stored as JSON. */
export interface NoticeState {
  readonly groups: Readonly<Record<string, GroupState>>;
  /** When alerts fired lately, those with a known cause apart. */
  readonly fired: readonly Instant[];
  readonly storm: { readonly since: Instant; readonly lastSentAt: Instant | null } | null;
  /** Silences of whose coming end people have been told. */
  readonly warned: readonly string[];
}

export const NO_NOTICES: NoticeState = { groups: {}, fired: [], storm: null, warned: [] };

/**
 * The alerts of one park (or of the system itself), locked by whoever decides: those open or still owed to somebody,
 * what rules and notices remember, and what people have set.
 */
export interface AlertBook {
  /** Null for the system itself. */
  readonly park: { readonly id: string; readonly name: string } | null;
  readonly zone: string;
  /** Begins the ids of this book's alerts. */
  readonly prefix: string;
  /** Number of the alert opened last. */
  readonly serial: number;
  readonly alerts: readonly Alert[];
  readonly memory: RuleMemory;
  readonly notices: NoticeState;
  readonly silences: readonly Silence[];
  readonly channels: readonly NoticeChannel[];
  readonly shifts: readonly Shift[];
  readonly policy: NoticePolicy;
  /** Alerts on the system that are active now: they mute what they explain. */
  readonly system: readonly Alert[];
  /** When the book was due to be looked at; null when nothing was. */
  readonly nextDue: Instant | null;
}

/** The open alerts of a book by key. */
export function openByKey(alerts: readonly Alert[]): Map<string, Alert> {
  return new Map(
    alerts.filter(({ phase }) => phase !== 'resolved').map((alert) => [alertKeyText(alert.key), alert]),
  );
}
