import type {
  Alert,
  AlertBook,
  AlertDecision,
  AlertEvent,
  AlertMessage,
  AlertSeverity,
  FeedSighting,
  Instant,
  NoticeChannel,
  Silence,
} from '@parkpulse/domain';
import type { Page } from '../ports.js';

/** What the assess transaction reads besides facts and rows, under the lock it holds on the park. */
export interface AlertContext {
  readonly book: AlertBook;
  /** Nothing was ever decided for this park: where it stands is where its alerts start from. */
  readonly isNew: boolean;
  readonly feeds: readonly FeedSighting[];
}

/** The part of a decision that is stored. */
export type AlertCommit = Pick<AlertDecision, 'changed' | 'events' | 'messages' | 'timers' | 'book'>;

/** A person's word on an alert. */
export interface AlertComment {
  readonly by: string;
  readonly at: Instant;
  readonly text: string;
}

/** An alert as it is listed: its park (null for the system itself) and what people said. */
export interface AlertRecord extends Alert {
  readonly park: string | null;
  readonly comments: readonly AlertComment[];
}

export interface AlertFilter {
  readonly park: string | null;
  readonly states: readonly Alert['phase'][];
  readonly severity: AlertSeverity | null;
  /** Open at any time in [from, to). */
  readonly from: Instant | null;
  readonly to: Instant | null;
}

export type ChannelKind = 'webhook' | 'dingtalk' | 'wecom' | 'feishu' | 'smtp' | 'sms' | 'alertmanager';

/** Where notices go. `secret` is write-only: it leaves the store only for the notifier. */
export interface ChannelRecord extends NoticeChannel {
  readonly kind: ChannelKind;
  readonly name: string;
  readonly url: string;
  readonly hasSecret: boolean;
  /** Null: of every park and of the system itself. */
  readonly park: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export type NewChannel = Omit<ChannelRecord, 'id' | 'hasSecret'> & { readonly secret: string | null };

/** What the notifier needs to reach a channel. */
export interface ChannelTarget {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly url: string;
  readonly secret: string | null;
}

/**
 * The alerts of parks and of the system. Duties: at most one open alert per key, decisions of one book one after the
 * other, a decision wholly or not at all. The book of a park is also decided inside `AssessmentStore.assess`.
 */
export interface AlertStore {
  /**
   * Locks a book (null: the system's; returns null when another worker decides it), lets `work` decide and stores what it
   * returns. `work` returning null stores nothing.
   */
  decide<Result>(
    park: string | null,
    work: (book: AlertBook) => { readonly commit: AlertCommit | null; readonly result: Result },
  ): Promise<Result | null>;
  alerts(filter: AlertFilter, page: Page): Promise<readonly AlertRecord[]>;
  alert(id: string): Promise<AlertRecord | null>;
  /** Everything that happened to an alert, in order. */
  events(id: string): Promise<readonly AlertEvent[]>;
  silences(park: string, now: Instant): Promise<readonly Silence[]>;
  addSilence(park: string, silence: Omit<Silence, 'id'>): Promise<Silence>;
  /** Ends a silence at an instant; false when there is none in force. */
  endSilence(park: string, id: string, at: Instant): Promise<boolean>;
  deliveries(alert: string): Promise<readonly DeliveryRecord[]>;
}

export interface ChannelStore {
  channels(): Promise<readonly ChannelRecord[]>;
  addChannel(channel: NewChannel): Promise<ChannelRecord>;
  removeChannel(id: string): Promise<boolean>;
  /** Null when there is no such channel. */
  target(id: string): Promise<ChannelTarget | null>;
  /** Hosts an administrator allows besides those of the environment: host, host:port or CIDR. */
  outboundAllow(): Promise<readonly string[]>;
  setOutboundAllow(entries: readonly string[], by: string, at: Instant): Promise<void>;
}

/** One try at delivering a message, as the log keeps it. */
export interface DeliveryRecord {
  readonly message: string;
  readonly channel: string;
  readonly attempt: number;
  readonly at: Instant;
  readonly outcome: 'delivered' | 'retry' | 'rejected' | 'unknown';
  /** HTTP or SMTP status, and the vendor's own code from the body. */
  readonly status: number | null;
  readonly code: string | null;
  /** The beginning of the answer, without secrets. */
  readonly excerpt: string;
  readonly milliseconds: number;
}

/** A message leased to this worker; `lease` fences whoever lost it. */
export interface LeasedMessage {
  readonly id: string;
  readonly lease: string;
  readonly attempt: number;
  readonly createdAt: Instant;
  readonly channel: ChannelTarget;
  readonly message: AlertMessage;
}

export interface Outbox {
  /**
   * Leases the oldest message of each channel that may be sent now: not waiting for a retry, within its rate budget, none
   * of its channel being sent. What waits for the same channel and group is merged into one.
   */
  lease(now: Instant, leaseMs: number, limit: number): Promise<readonly LeasedMessage[]>;
  /** Writes the outcome and ends the lease; false when the lease was lost and nothing was written. */
  settle(leased: LeasedMessage, outcome: SendOutcome, settlement: Settlement): Promise<boolean>;
  /** When something can next be leased; null when nothing waits. */
  nextDue(): Promise<Instant | null>;
  /** Messages that wait, and since when the oldest could have been sent. */
  waiting(
    now: Instant,
  ): Promise<{ readonly count: number; readonly oldest: Instant | null; readonly failed: number }>;
  /** Queues a message outside of a decision (digest); false when its key was queued before. */
  enqueue(channel: string, message: AlertMessage, key: string, now: Instant): Promise<boolean>;
}

/** What becomes of a message after a try. */
export type Settlement =
  | { readonly kind: 'delivered'; readonly at: Instant }
  | { readonly kind: 'retry'; readonly at: Instant; readonly notBefore: Instant }
  | { readonly kind: 'failed'; readonly at: Instant };

/** What a channel answered. `unknown`: it may or may not have arrived. */
export interface SendOutcome {
  readonly kind: 'delivered' | 'retry' | 'rejected' | 'unknown';
  readonly status: number | null;
  readonly code: string | null;
  readonly excerpt: string;
  readonly retryAfterMs: number | null;
  readonly milliseconds: number;
}

/** Sends one message to one channel. Duties: reach only what is allowed, sign, judge the answer. Never throws. */
export interface Notifier {
  send(target: ChannelTarget, message: AlertMessage, delivery: DeliveryTag): Promise<SendOutcome>;
  /** Whether a URL may be used for a channel of a kind at all; null when it may, else why not. */
  checkUrl(kind: ChannelKind, url: string): Promise<string | null>;
}

/** What stays the same over all tries of a message, so that a receiver can drop copies, and the time of this one. */
export interface DeliveryTag {
  readonly id: string;
  readonly attempt: number;
  readonly at: Instant;
}
