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
  private starting: Promise<void> | null = null;
  private running: Promise<void> = Promise.resolve();
  private asking: Promise<unknown> = Promise.resolve();
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
    this.starting ??= this.start();
    await this.starting;
    // On a connection just lost this fails, and the next one listens to all channels anyway.
    await this.ask(`LISTEN ${channel}`).catch(() => undefined);
    return () => held.delete(target);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.closing.abort();
    this.lose();
    await letGo(this.client);
    await this.running;
  }

  private async start(): Promise<void> {
    try {
      this.client = await this.connect();
      this.running = this.keepConnected();
    } catch (error) {
      this.starting = null;
      throw error;
    }
  }

  /** One statement at a time: a client refuses to be asked two things at once. */
  private ask(text: string): Promise<unknown> {
    const answer = this.asking.then(() => this.client?.query({ text }));
    this.asking = answer.catch(() => undefined);
    return answer;
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
    try {
      await client.connect();
      for (const channel of this.targets.keys()) await client.query({ text: `LISTEN ${channel}` });
      return client;
    } catch (error) {
      await letGo(client);
      throw error;
    }
  }

  private async keepConnected(): Promise<void> {
    while (!this.isClosed) {
      await this.untilLost();
      await letGo(this.client);
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
    const check = setInterval(() => void this.ask('SELECT 1').catch(this.lose), CHECK_MS);
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

// A server that has gone silent never says goodbye.
async function letGo(client: Client | null): Promise<void> {
  const ended = client?.end().catch(() => undefined);
  await Promise.race([ended, pause(2000, undefined, { ref: false })]);
}
