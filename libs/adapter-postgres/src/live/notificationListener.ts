import { setTimeout as pause } from 'node:timers/promises';
import { type ClientConfig, type Notification, Client } from 'pg';

export interface NotificationTarget {
  message(payload: string): void;
  /** The connection was lost and is back: messages may have been missed. */
  resumed(): void;
}

const CHECK_MS = 15_000;
const LONGEST_PAUSE_MS = 5000;

/** One connection that listens on channels, made again whenever it is lost. */
export class NotificationListener {
  private readonly targets = new Map<string, Set<NotificationTarget>>();
  private client: Client | null = null;
  private running: Promise<void> | null = null;
  private isClosed = false;
  private readonly closing = new AbortController();
  private lose: () => void = () => undefined;

  constructor(
    private readonly connection: ClientConfig,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Listens from the moment this resolves; call what it returns to stop. */
  async listen(channel: string, target: NotificationTarget): Promise<() => void> {
    const held = this.targets.get(channel) ?? new Set();
    this.targets.set(channel, held.add(target));
    if (this.running === null) {
      this.client = await this.connect();
      this.running = this.keepConnected();
    } else await this.client?.query({ text: `LISTEN ${channel}` });
    return () => held.delete(target);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.closing.abort();
    this.lose();
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      ...this.connection,
      application_name: 'parkpulse-listen',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
    });
    client.on('error', this.onError);
    client.on('notification', ({ channel, payload = '' }: Notification) => {
      for (const target of this.targets.get(channel) ?? []) target.message(payload);
    });
    await client.connect();
    for (const channel of this.targets.keys()) await client.query({ text: `LISTEN ${channel}` });
    return client;
  }

  private async keepConnected(): Promise<void> {
    while (!this.isClosed) {
      await this.untilLost();
      await this.client?.end().catch(() => undefined);
      await this.reconnect();
    }
  }

  private async untilLost(): Promise<void> {
    const client = this.client;
    if (client === null) return;
    const lost = new Promise<void>((resolve) => {
      this.lose = resolve;
    });
    client.once('end', this.lose);
    client.once('error', this.lose);
    // A connection half open for minutes looks alive: it is asked now and then.
    const check = setInterval(() => void client.query({ text: 'SELECT 1' }).catch(this.lose), CHECK_MS);
    await lost;
    clearInterval(check);
  }

  private async reconnect(): Promise<void> {
    this.client = null;
    for (let delay = 100; !this.isClosed; delay = Math.min(2 * delay, LONGEST_PAUSE_MS)) {
      try {
        this.client = await this.connect();
        for (const targets of this.targets.values()) for (const target of targets) target.resumed();
        return;
      } catch (error) {
        this.onError(error instanceof Error ? error : new Error(String(error)));
        await pause(delay, undefined, { signal: this.closing.signal }).catch(() => undefined);
      }
    }
  }
}
