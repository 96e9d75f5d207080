import type { Child } from './children.js';
import { PASSWORD, addressOf } from './contenders.js';

/** The administrator, signed in to a running server. */
export class Session {
  private constructor(
    readonly url: string,
    readonly cookie: string,
  ) {}

  static async open(server: Child): Promise<Session> {
    const url = addressOf(server);
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: PASSWORD }),
    });
    if (!answer.ok) throw new Error(`signing in: ${answer.status}`);
    return new Session(url, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  }

  async get<Body>(path: string): Promise<Body> {
    return (await this.send('GET', path)) as Body;
  }

  async post<Body>(path: string, body: unknown): Promise<Body> {
    return (await this.send('POST', path, JSON.stringify(body), 'application/json')) as Body;
  }

  /** Sends events over HTTP; rejects when one is refused. */
  async events(events: readonly object[]): Promise<void> {
    const text = JSON.stringify(events);
    const answer = (await this.send('POST', '/events', text, 'application/cloudevents-batch+json')) as {
      readonly rejected: readonly unknown[];
    };
    if (answer.rejected.length > 0) throw new Error(`refused: ${JSON.stringify(answer.rejected[0])}`);
  }

  /** Milliseconds that a call takes, its body read whole. */
  async timed(call: () => Promise<unknown>): Promise<number> {
    const start = performance.now();
    await call();
    return performance.now() - start;
  }

  private async send(method: string, path: string, body: string | null = null, type = ''): Promise<unknown> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      ...{ method, body },
      headers: { cookie: this.cookie, ...(body === null ? {} : { 'content-type': type }) },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }
}
