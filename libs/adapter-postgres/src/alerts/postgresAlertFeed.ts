import type { AlertFeed, AlertsChanged } from '@parkpulse/application';
import type { NotificationListener } from '../live/notificationListener.js';
import { ALERT_CHANNEL, OUTBOX_CHANNEL } from './channels.js';

/** Hears which alerts changed, in whatever process they were decided. */
export class PostgresAlertFeed implements AlertFeed {
  constructor(private readonly notifications: NotificationListener) {}

  async subscribe(listener: (changed: AlertsChanged) => void): Promise<{ stop(): Promise<void> }> {
    const stop = await this.notifications.listen(ALERT_CHANNEL, {
      message: (payload) => listener(JSON.parse(payload) as AlertsChanged),
      resumed: () => listener({ park: null, alerts: null }),
    });
    return { stop: () => Promise.resolve(stop()) };
  }

  /** Calls whenever the outbox may have something new. */
  async onQueued(wake: () => void): Promise<{ stop(): Promise<void> }> {
    const stop = await this.notifications.listen(OUTBOX_CHANNEL, { message: wake, resumed: wake });
    return { stop: () => Promise.resolve(stop()) };
  }
}
