import type { LiveFeed } from '@parkpulse/application';
import { type Sql, statement } from '../driver/database.js';
import { LIVE_CHANNEL } from './channels.js';
import type { NotificationListener } from './notificationListener.js';

const REVISIONS = statement(
  'revisions',
  'SELECT p.id AS park, s.revision FROM park p JOIN park_state s ON s.park = p.key WHERE s.revision > 0 ORDER BY p.key',
);

type Listener = Parameters<LiveFeed['subscribe']>[0];
type Message = Parameters<Listener>[0];

/**
 * Hears which park has moved on from whatever process assessed it. After a lost connection every park is told with its
 * revision and nothing in `changed`: whoever has not that revision must look.
 */
export class PostgresLiveFeed implements LiveFeed {
  constructor(
    private readonly notifications: NotificationListener,
    private readonly sql: Sql,
    private readonly onError: (error: Error) => void,
  ) {}

  async subscribe(listener: Listener): Promise<{ stop(): Promise<void> }> {
    const stop = await this.notifications.listen(LIVE_CHANNEL, {
      message: (payload) => listener(JSON.parse(payload) as Message),
      resumed: () => {
        this.sql
          .rows<Pick<Message, 'park' | 'revision'>>(REVISIONS)
          .then((rows) => rows.forEach((row) => listener({ ...row, changed: [] })), this.onError);
      },
    });
    return {
      stop() {
        stop();
        return Promise.resolve();
      },
    };
  }
}
