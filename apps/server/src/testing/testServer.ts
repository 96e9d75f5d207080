import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../composition/startServer.js';
import { type Environment, faultLine, readEnvironment } from '../config/env.js';
import { createLogger } from '../platform/logger.js';

export const ADMIN_PASSWORD = 'correct horse battery staple';

/** An answer of the API, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

export interface TestServer {
  readonly url: string;
  readonly environment: Environment;
  /** The administrator's session, as a request header carries it. */
  readonly cookie: string;
  /** Sends as the administrator, by session cookie, unless other headers say otherwise. */
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends without any credential. */
  stranger(method: string, path: string, init?: RequestInit): Promise<Answer>;
  /** Makes a token and returns its bearer header. */
  token(scopes: readonly string[], park?: string): Promise<Readonly<Record<string, string>>>;
  /** Sends CloudEvents as a batch. */
  events(events: readonly object[], headers?: Readonly<Record<string, string>>): Promise<Answer>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the whole server on an embedded database of its own, signed in as the administrator. */
export async function startTestServer(source: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'parkpulse-server-'));
  const environment = environmentOf({
    PORT: '0',
    DATA_DIR: folder,
    PARKPULSE_DEMO: 'off',
    PARKPULSE_ADMIN_PASSWORD: ADMIN_PASSWORD,
    LOG_LEVEL: 'warn',
    ...source,
  });
  const server = new Running(environment);
  await server.start();
  return Object.assign(server, {
    stop: async () => {
      await server.halt();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

function environmentOf(source: Readonly<Record<string, string>>): Environment {
  const reading = readEnvironment(source);
  if (reading.kind === 'faults') throw new Error(reading.faults.map(faultLine).join('\n'));
  return reading.environment;
}

class Running implements Omit<TestServer, 'stop'> {
  private running: RunningServer | null = null;
  cookie = '';

  constructor(readonly environment: Environment) {}

  get url(): string {
    return this.running?.url ?? '';
  }

  async start(): Promise<void> {
    const logger = createLogger(this.environment.logLevel, false);
    this.running = await startServer(this.environment, logger, join(this.environment.dataDir, 'no-dashboard'));
    const opened = await this.stranger('POST', '/api/v1/session', json({ username: 'admin', password: ADMIN_PASSWORD }));
    if (opened.status !== 200) throw new Error(`sign-in answered ${opened.status}: ${opened.text}`);
    this.cookie = (opened.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  }

  async halt(): Promise<void> {
    await this.running?.stop();
    this.running = null;
  }

  async restart(): Promise<void> {
    await this.halt();
    await this.start();
  }

  send(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const own = 'authorization' in headers ? {} : { cookie: this.cookie };
    const init = body === undefined ? { headers: {} } : json(body);
    return this.stranger(method, path, { ...init, headers: { ...init.headers, ...own, ...headers } });
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  async stranger(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, { redirect: 'manual', ...init, method });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson && text !== '' ? JSON.parse(text) : null };
  }

  async token(scopes: readonly string[], park?: string): Promise<Readonly<Record<string, string>>> {
    const made = await this.send('POST', '/api/v1/tokens', { name: 'test', scopes, ...(park === undefined ? {} : { park }) });
    const { token } = made.body as { token: string };
    return { authorization: `Bearer ${token}` };
  }

  events(events: readonly object[], headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('POST', '/api/v1/events', events, { 'content-type': 'application/cloudevents-batch+json', ...headers });
  }
}

function json(body: unknown): { readonly body: string; readonly headers: Record<string, string> } {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
