import type { IngestAnswer, ProblemDocument } from '@parkpulse/contracts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../composition/startServer.js';
import { type Environment, faultLine, readEnvironment } from '../config/env.js';
import { createLogger } from '../platform/logger.js';

export const ADMIN_PASSWORD = 'correct horse battery staple';

type Headers = Readonly<Record<string, string>>;

/** What tests look for in answers whose type they do not name: a problem, or a page of something. */
export interface AnyBody extends ProblemDocument {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

/** An answer of the API, read whole. */
export interface Answer<Body = AnyBody> {
  readonly status: number;
  readonly headers: Response['headers'];
  readonly text: string;
  readonly body: Body;
}

/** The whole server on an embedded database of its own, with its administrator signed in. */
export class TestServer {
  /** The administrator's session, as a request header carries it. */
  cookie = '';
  private running: RunningServer | null = null;

  private constructor(
    private readonly environment: Environment,
    readonly folder: string,
  ) {}

  static async start(source: Headers = {}): Promise<TestServer> {
    const folder = mkdtempSync(join(tmpdir(), 'parkpulse-server-'));
    const server = new TestServer(
      environmentOf({
        PORT: '0',
        DATA_DIR: folder,
        PARKPULSE_DEMO: 'off',
        PARKPULSE_ADMIN_PASSWORD: ADMIN_PASSWORD,
        LOG_LEVEL: 'warn',
        ...source,
      }),
      folder,
    );
    await server.open();
    return server;
  }

  get url(): string {
    return this.running?.url ?? '';
  }

  async restart(): Promise<void> {
    await this.running?.stop();
    await this.open();
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Opens another session of the administrator and returns its cookie. */
  async signIn(): Promise<string> {
    const credentials = { username: 'admin', password: ADMIN_PASSWORD };
    const opened = await this.stranger('POST', '/api/v1/session', json(credentials));
    if (opened.status !== 200) throw new Error(`sign-in answered ${opened.status}: ${opened.text}`);
    return cookieOf(opened);
  }

  /** Sends as the administrator, by session cookie, unless other headers say otherwise. */
  async send<Body = AnyBody>(
    method: string,
    path: string,
    body?: unknown,
    headers: Headers = {},
  ): Promise<Answer<Body>> {
    const own = 'authorization' in headers ? {} : { cookie: this.cookie };
    const init = body === undefined ? { headers: {} } : json(body);
    return this.stranger(method, path, { ...init, headers: { ...init.headers, ...own, ...headers } });
  }

  get<Body = AnyBody>(path: string, headers: Headers = {}): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, headers);
  }

  /** Sends CloudEvents as a batch. */
  events(events: readonly object[], headers: Headers = {}): Promise<Answer<IngestAnswer>> {
    const type = { 'content-type': 'application/cloudevents-batch+json' };
    return this.send('POST', '/api/v1/events', events, { ...type, ...headers });
  }

  /** Sends without any credential. */
  async stranger<Body = AnyBody>(
    method: string,
    path: string,
    init: RequestInit = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, { redirect: 'manual', ...init, method });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    const body = isJson ? (JSON.parse(text) as Body) : (null as Body);
    return { status: response.status, headers: response.headers, text, body };
  }

  /** Makes a token and returns its bearer header. */
  async token(scopes: readonly string[], park?: string): Promise<Headers> {
    const request = { name: 'test', scopes, ...(park === undefined ? {} : { park }) };
    const made = await this.send<{ token: string }>('POST', '/api/v1/tokens', request);
    return { authorization: `Bearer ${made.body.token}` };
  }

  private async open(): Promise<void> {
    const logger = createLogger(this.environment.logLevel, false);
    this.running = await startServer(this.environment, logger, join(this.folder, 'no-dashboard'));
    this.cookie = await this.signIn();
  }
}

/** Takes the session cookie out of the answer to a sign-in. */
export function cookieOf({ headers }: Answer<unknown>): string {
  return (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

function environmentOf(source: Headers): Environment {
  const reading = readEnvironment(source);
  if (reading.kind === 'faults') throw new Error(reading.faults.map(faultLine).join('\n'));
  return reading.environment;
}

function json(body: unknown): { readonly body: string; readonly headers: Headers } {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
