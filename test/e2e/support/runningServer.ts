import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = rootOf(dirname(fileURLToPath(import.meta.url)));
const PASSWORD = 'a long enough password';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The built server as a process of its own, on loopback and a folder of its own. */
export class RunningServer {
  readonly folder: string;
  private child: ChildProcess | null = null;
  private cookie = '';
  private token = '';
  private output = '';

  private constructor(
    readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
    folder?: string,
  ) {
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'parkpulse-e2e-'));
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
    const server = new RunningServer(await freePort(), settings);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get password(): string {
    return PASSWORD;
  }

  async launch(): Promise<void> {
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(this.port),
      DATA_DIR: this.folder,
      PARKPULSE_DEMO: 'off',
      PARKPULSE_ADMIN_PASSWORD: PASSWORD,
      LOG_LEVEL: 'warn',
      ...this.settings,
    };
    const child = spawn(process.execPath, ['apps/server/dist/main.js'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child = child;
    await until(async () => {
      if (child.exitCode !== null)
        throw new Error(`the server ended with ${child.exitCode}:\n${this.output}`);
      return (await fetch(`${this.url}/health/ready`).catch(() => null))?.ok === true;
    }, 60_000);
    await this.signIn();
  }

  /** Ends the process without a warning. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends the process as Ctrl-C does, and gives its exit code. */
  async interrupt(): Promise<number | null> {
    return this.end('SIGINT');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child?.exitCode ?? null);
    return new Promise((resolve) => {
      child.once('exit', (code) => resolve(code));
      child.kill(signal);
    });
  }

  private async signIn(): Promise<void> {
    const response = await fetch(`${this.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: PASSWORD }),
    });
    if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
    this.cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    if (this.token !== '') return;
    const { body } = await this.call('POST', '/tokens', { name: 'e2e', scopes: ['ingest', 'read'] });
    this.token = body['token'] as string;
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json().catch(() => ({}))) as Record<string, unknown>,
    };
  }

  async send(...events: readonly object[]): Promise<Answer> {
    const response = await fetch(`${this.url}/api/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      body: JSON.stringify(events),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** Waits until everything accepted is assessed. */
  async settle(park: string): Promise<void> {
    await until(async () => (await this.call('GET', `/parks/${park}/feeds`)).body['backlog'] === 0, 60_000);
  }
}

let numbers = 0;

/** A reading event. */
export function readingEvent(park: string, at: number, measure: string, values: object): object {
  numbers += 1;
  return {
    specversion: '1.0',
    id: `${process.pid}-${numbers}`,
    source: '/e2e',
    type: 'parkpulse.measure.reading.v1',
    subject: park,
    time: new Date(at).toISOString(),
    data: { readings: [{ measure, ...values }] },
  };
}

export async function until(holds: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come true within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The repository, whether this runs as it was written or built in `test/dist`. */
function rootOf(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : rootOf(dirname(folder));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
