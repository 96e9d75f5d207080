import type {
  Alert,
  AlertBook,
  AlertDecision,
  AlertEvent,
  AlertMessage,
  AlertRuleId,
  AlertSeverity,
  AlertTimer,
  FeedSighting,
  IndicatorId,
  Instant,
  NoticeChannel,
  Silence,
  SourceLag,
} from '@parkpulse/domain';

/** What the assess transaction reads besides facts and rows, under the lock it holds on the park. */
export interface AlertContext {
  readonly book: AlertBook;
  /** Nothing was ever decided for this park: where it stands is where its alerts start from. */
  readonly isNew: boolean;
  readonly feeds: readonly FeedSighting[];
  /** Sources whose events came late or were refused for a time in the future. */
  readonly lags: readonly SourceLag[];
}

/** The part of a decision that is stored. Timers are null where those that are stored stay. */
export interface AlertCommit extends Pick<AlertDecision, 'changed' | 'events' | 'messages' | 'book'> {
  readonly timers: readonly AlertTimer[] | null;
}

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

/** Which part of a list: at most `limit` after the alert with this id; null: from the newest on. */
export interface AlertPage {
  readonly limit: number;
  readonly after: string | null;
}

export interface AlertFilter {
  /** The park, whose list includes the alerts on the system itself. */
  readonly park: string;
  /** Empty: all that ever fired. */
  readonly states: readonly Alert['phase'][];
  readonly severity: AlertSeverity | null;
  readonly rule?: AlertRuleId | null;
  readonly indicator?: IndicatorId | null;
  /** Open at any time in [from, to). */
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/**
 * The alerts of parks and of the system. Duties: at most one open alert per key, decisions of one book one after the
 * other, a decision wholly or not at all. The book of a park is also decided inside `AssessmentStore.assess`.
 */
export interface AlertStore {
  /** Locks the system's own book, lets `work` decide and stores it; null when another worker has it. */
  decideSystem(work: (book: AlertBook) => AlertCommit): Promise<AlertCommit | null>;
  /**
   * Locks the book an alert belongs to, lets `work` decide about the alert, stores what it returns and has the park looked
   * at again at once. Null when there is no such alert; a `work` that returns no commit changes nothing.
   */
  act<Result>(
    alert: string,
    work: (alert: Alert, book: AlertBook) => { readonly commit: AlertCommit | null; readonly result: Result },
  ): Promise<Result | null>;
  alerts(filter: AlertFilter, page: AlertPage): Promise<readonly AlertRecord[]>;
  alert(id: string): Promise<AlertRecord | null>;
  /** Those of the ids that exist. */
  alertsById(ids: readonly string[]): Promise<readonly AlertRecord[]>;
  /** Everything that happened to an alert, in order. */
  events(id: string): Promise<readonly AlertEvent[]>;
  deliveries(id: string): Promise<readonly DeliveryRecord[]>;
  /** Silences and windows in force or to come at an instant. */
  silences(park: string, at: Instant): Promise<readonly Silence[]>;
  /** Stores a silence and has the park looked at again at once; null when there is no such park. */
  addSilence(park: string, silence: Omit<Silence, 'id'>): Promise<Silence | null>;
  /** Ends a silence at an instant; false when there is none in force. */
  endSilence(park: string, id: string, at: Instant): Promise<boolean>;
}

/** Tells web nodes which alerts have changed, wherever they were decided. */
export interface AlertFeed {
  subscribe(listener: (changed: AlertsChanged) => void): Promise<{ stop(): Promise<void> }>;
}

export interface AlertsChanged {
  /** Null: the system itself. */
  readonly park: string | null;
  /** Ids of the alerts; null after a lost connection, when any may have changed. */
  readonly alerts: readonly string[] | null;
}

/** An alert as other systems are to be told of it, at one of its versions. */
export interface UnpublishedAlert {
  readonly version: number;
  readonly record: AlertRecord;
}

/**
 * Which changes of alerts other systems have not been told of. One publisher at a time; one that dies between telling and
 * marking tells again, with the same event id.
 */
export interface AlertPublications {
  /** Lets `publish` tell of what waits and marks it as told; null while another publisher is at it. */
  publishSome(
    limit: number,
    publish: (alerts: readonly UnpublishedAlert[]) => Promise<void>,
  ): Promise<number | null>;
}

export type NotificationKind = 'webhook' | 'dingtalk' | 'wecom' | 'feishu' | 'smtp' | 'sms' | 'alertmanager';

/** Where notices go. Its secret is write-only: it leaves the store only for the notifier. */
export interface ChannelRecord extends NoticeChannel {
  readonly kind: NotificationKind;
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
  readonly kind: NotificationKind;
  readonly name: string;
  readonly url: string;
  readonly secret: string | null;
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
export interface DeliveryRecord extends SendOutcome {
  readonly message: string;
  readonly channel: string;
  readonly attempt: number;
  readonly at: Instant;
}

/** A message leased to this worker; `lease` fences whoever lost it. */
export interface LeasedMessage {
  readonly id: string;
  readonly lease: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly channel: ChannelTarget;
  readonly message: AlertMessage;
  /** Tries of the channel that failed in a row before this one, and for how long it has been failing. */
  readonly failures: number;
  readonly failingMs: number;
}

/** How fast a channel may be sent to: messages at once, and how many a minute. */
export interface RateBudget {
  readonly burst: number;
  readonly perMinute: number;
}

/**
 * What waits to be told. Duties: each channel gets its messages in order, one at a time, within its budget, each under one
 * id however often it is tried; time is the store's own clock.
 */
export interface Outbox {
  /**
   * Leases the oldest message of each channel that may be sent to now. What waits behind it for the same channel and group
   * is merged into it, unless a try is under way whose outcome nobody knows. Messages older than a day have failed.
   */
  lease(leaseMs: number, limit: number): Promise<readonly LeasedMessage[]>;
  /** Logs a try and ends the lease; false, and nothing written, when the lease was lost. */
  settle(leased: LeasedMessage, outcome: SendOutcome, settlement: Settlement): Promise<boolean>;
  /** Milliseconds until something may be leased; null when nothing waits. */
  nextDue(): Promise<number | null>;
  waiting(): Promise<OutboxState>;
  /** Queues a message outside of a decision; false when `once` was queued before. */
  enqueue(park: string | null, channel: string, message: AlertMessage, once: string): Promise<boolean>;
  /** Sends what failed again; false when there is no such message. */
  resend(message: string): Promise<boolean>;
}

export interface OutboxState {
  readonly waiting: number;
  /** How long the oldest has waited, in seconds. */
  readonly oldestSeconds: number;
  readonly failed: number;
}

/** What becomes of a message after a try. */
export type Settlement =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'failed' };

/** What a channel answered. `unknown`: it may or may not have arrived. */
export interface SendOutcome {
  readonly kind: 'delivered' | 'retry' | 'rejected' | 'unknown';
  /** HTTP or SMTP status. */
  readonly status: number | null;
  /** The vendor's own code from the body, or why nothing was sent. */
  readonly code: string | null;
  /** The beginning of the answer, without secrets. */
  readonly excerpt: string;
  readonly retryAfterMs: number | null;
  readonly milliseconds: number;
}

/** Sends one message to one channel. Duties: reach only what is allowed, sign, judge the answer. Never throws. */
export interface Notifier {
  send(target: ChannelTarget, message: AlertMessage, delivery: DeliveryTag): Promise<SendOutcome>;
  /** Whether a URL may be used for a channel of a kind at all; null when it may, else why not. */
  checkUrl(kind: NotificationKind, url: string): Promise<ChannelFault | null>;
  /** Shows an address that this system is alive: one GET, any good status will do. */
  ping(url: string): Promise<SendOutcome>;
}

/** Why a channel cannot be as it was asked for. */
export interface ChannelFault {
  readonly code: 'URL_NOT_ALLOWED' | 'FIELD_INVALID';
  readonly zh: string;
  readonly en: string;
}

/** What stays the same over all tries of a message, so that a receiver can drop copies, and the time of this one. */
export interface DeliveryTag {
  readonly id: string;
  readonly attempt: number;
  readonly at: Instant;
}
