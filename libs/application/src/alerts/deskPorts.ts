import type { Instant, MessageKind, NoticePolicy, Shift } from '@parkpulse/domain';
import type { AlertRecord, DeliveryRecord, SendOutcome } from './ports.js';

/** Who changed something, and when. */
export interface ChangedBy {
  readonly by: string;
  readonly at: Instant;
}

/** How a park is told of alerts, and who is on duty. */
export interface AlertSetting {
  /** Counts the changes; 0: everything is as it comes. */
  readonly revision: number;
  readonly policy: NoticePolicy;
  readonly shifts: readonly Shift[];
  readonly policyChanged: ChangedBy | null;
  readonly shiftsChanged: ChangedBy | null;
}

/** A change of a setting; with `revision` only while it is the one that is stored. */
export interface SettingChange extends ChangedBy {
  readonly park: string;
  readonly revision: number | null;
}

export interface AlertSettings {
  /** Null when there is no such park. */
  setting(park: string): Promise<AlertSetting | null>;
  /** Stores it and has the park looked at again at once; false when somebody else was first. */
  putPolicy(change: SettingChange, policy: NoticePolicy): Promise<boolean>;
  putShifts(change: SettingChange, shifts: readonly Shift[]): Promise<boolean>;
}

/** An alert of the past with what figures are made of. */
export interface FiredAlert extends AlertRecord {
  readonly firstAcknowledgedAt: Instant | null;
}

export interface DeliveryFigures {
  readonly delivered: number;
  readonly failed: number;
  readonly waiting: number;
  /** From being decided to being handed over; null when nothing was. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

/** A message that speaks of an alert, with every try to hand it over. */
export interface MessageRecord {
  readonly id: string;
  readonly channel: {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
    readonly isRemoved: boolean;
  };
  readonly kind: MessageKind;
  readonly state: 'waiting' | 'delivered' | 'failed' | 'merged';
  readonly step: number;
  readonly alerts: number;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
  readonly attempts: readonly DeliveryRecord[];
}

/** What has been: for the figures and the delivery log. */
export interface AlertHistory {
  /** Alerts of a park that fired in [from, to), the newest first, at most `limit`. */
  firedBetween(park: string, from: Instant, to: Instant, limit: number): Promise<readonly FiredAlert[]>;
  deliveryFigures(park: string, from: Instant, to: Instant): Promise<DeliveryFigures>;
  /** Messages that speak of an alert, in the order in which they were queued. */
  messages(alert: string): Promise<readonly MessageRecord[]>;
  /** The alerts that an alert caused. */
  causedBy(alert: string): Promise<readonly AlertRecord[]>;
}

/** Where this system shows that it is alive. */
export interface DeadManRecord extends ChangedBy {
  readonly url: string;
  readonly everySeconds: number;
  readonly triedAt: Instant | null;
  readonly okAt: Instant | null;
  readonly outcome: SendOutcome['kind'] | null;
  readonly status: number | null;
  readonly code: string | null;
}

export interface DeadManStore {
  deadMan(): Promise<DeadManRecord | null>;
  /** Null turns it off. */
  setDeadMan(
    asked: { readonly url: string; readonly everySeconds: number } | null,
    changed: ChangedBy,
  ): Promise<void>;
  /** Takes the next ping upon this process when one is due; null when none is, or another process has it. */
  claimPing(): Promise<string | null>;
  settlePing(outcome: SendOutcome): Promise<void>;
  /** What the store's own clock reads. */
  clock(): Promise<Instant>;
  /** Refused events received since an instant. */
  deadLettersSince(at: Instant): Promise<number>;
}

/** What was told and is old enough to go. */
export interface MessageRetention {
  /**
   * Removes at most `limit` messages that were delivered, or merged into another, so many milliseconds ago, with their
   * delivery log. Never one that was not delivered, nor one that speaks of an alert which is open or still owed to
   * somebody. Returns how many; null while another process is at it.
   */
  removeSettled(olderThanMs: number, limit: number): Promise<number | null>;
}
