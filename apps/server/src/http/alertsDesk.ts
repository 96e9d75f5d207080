import type {
  AlertHistory,
  AlertSettings,
  AlertStore,
  ChannelStore,
  Clock,
  DeadManStore,
  IdentityStore,
  Notifier,
  Outbox,
  ReadModel,
} from '@parkpulse/application';

export interface AlertsDeskParts {
  readonly alerts: AlertStore;
  readonly channels: ChannelStore;
  readonly outbox: Outbox;
  readonly alertSettings: AlertSettings;
  readonly alertHistory: AlertHistory;
  readonly deadMan: DeadManStore;
  readonly notifier: Notifier;
  readonly read: ReadModel;
  readonly identity: IdentityStore;
  readonly clock: Clock;
  /** Called after an act or a setting that alerts depend on: whoever assesses looks at once. */
  readonly wake: () => void;
}

/** What the controllers of alerts and channels work with; Nest injects it by its class. */
export class AlertsDesk {
  constructor(readonly ports: AlertsDeskParts) {}
}
