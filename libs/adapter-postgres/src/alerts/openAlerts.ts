import type { Database } from '../driver/database.js';
import type { NotificationListener } from '../live/notificationListener.js';
import { PostgresAlertHistory } from './postgresAlertHistory.js';
import { PostgresAlertSettings } from './postgresAlertSettings.js';
import { PostgresDeadMan } from './postgresDeadMan.js';
import { PostgresAlertFeed } from './postgresAlertFeed.js';
import { PostgresAlertPublications } from './postgresAlertPublications.js';
import { PostgresAlertStore } from './postgresAlertStore.js';
import { PostgresChannelStore } from './postgresChannelStore.js';
import { PostgresMessageRetention } from './postgresMessageRetention.js';
import { PostgresOutbox } from './postgresOutbox.js';
import { OPEN_BOX, type SecretBox } from './secretBox.js';

export interface AlertPools {
  /** For what people ask and do. */
  readonly query: Database;
  /** For the delivery worker, so that a flood of messages starves nobody. */
  readonly outbox: Database;
}

/** Opens the ports of alerts, channels and the outbox. Without a box secrets lie in the database as they are. */
export function openAlerts(
  { query, outbox }: AlertPools,
  notifications: NotificationListener,
  { box = OPEN_BOX, zone = 'Asia/Shanghai' }: { readonly box?: SecretBox; readonly zone?: string } = {},
) {
  return {
    alerts: new PostgresAlertStore(query, zone),
    channels: new PostgresChannelStore(query, box),
    outbox: new PostgresOutbox(outbox, box),
    messageRetention: new PostgresMessageRetention(outbox),
    alertSettings: new PostgresAlertSettings(query),
    alertHistory: new PostgresAlertHistory(query),
    deadMan: new PostgresDeadMan(outbox, box),
    alertFeed: new PostgresAlertFeed(notifications),
    alertPublications: new PostgresAlertPublications(outbox),
  };
}
