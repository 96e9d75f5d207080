import { get } from 'node:http';
import type { Child } from './children.js';
import { PASSWORD, addressOf } from './contenders.js';

type Question = [method: string, path: string, body?: string | null, type?: string];

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

  /** An answer as text: its body read whole, unpacked and not parsed. */
  text(path: string): Promise<string> {
    return this.sendText('GET', path);
  }

  /** Bytes of an answer's body as they pass the wire to a browser, packed as the server packs it. */
  wireBytes(path: string): Promise<number> {
    const headers = { cookie: this.cookie, 'accept-encoding': 'gzip, deflate, br' };
    return new Promise((resolve, reject) => {
      const request = get(`${this.url}/api/v1${path}`, { headers }, (answer) => {
        let bytes = 0;
        answer.on('data', (part: Buffer) => (bytes += part.length));
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${path}: ${answer.statusCode}`)),
        );
      });
      request.on('error', reject);
    });
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

  private async send(...question: Question): Promise<unknown> {
    return JSON.parse(await this.sendText(...question));
  }

  private async sendText(...[method, path, body = null, type = '']: Question): Promise<string> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      ...{ method, body },
      headers: { cookie: this.cookie, ...(body === null ? {} : { 'content-type': type }) },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return text;
  }
}
