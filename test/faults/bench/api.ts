import type { Worker } from './worker.js';
import { PASSWORD } from './world.js';

export interface ApiAnswer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

const PATIENCE_MS = 30_000;

/** The API of one process of the product, as its administrator. */
export class Api {
  private constructor(
    private readonly worker: Worker,
    readonly cookie: string,
  ) {}

  static async signIn(worker: Worker): Promise<Api> {
    const { headers } = await new Api(worker, '').call('POST', '/session', {
      username: 'admin',
      password: PASSWORD,
    });
    return new Api(worker, (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '');
  }

  /** Answers whatever the status is. */
  async ask<Body>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>> {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
    };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const init = { method, headers, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${this.worker.address}/api/v1${path}`, init);
    const text = await answer.text();
    return {
      status: answer.status,
      body: (text === '' ? null : JSON.parse(text)) as Body,
      headers: answer.headers,
    };
  }

  /** Rejects unless it was done. */
  async call<Body>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>> {
    const answer = await this.ask<Body>(method, path, body);
    if (answer.status >= 400)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
