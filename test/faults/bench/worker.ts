import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';
import { endWithUs } from './endWithUs.js';
import { sleep } from './postgresServer.js';

export interface WorkerOptions {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** `name:count` of a point at which the process kills itself, once. */
  readonly failpoint?: string;
  readonly heapMb?: number;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly at: number;
}

export interface Sample {
  readonly at: number;
  readonly mb: number;
  readonly life: number;
}

/** As `npm run start:cluster` bounds its nodes. */
const HEAP_MB = 320;
const RESTART_MS = 300;
const READY_MS = 120_000;

/** One process of the product itself, started again when it dies, as a supervisor would. */
export class Worker {
  readonly endings: Ending[] = [];
  /** Resident megabytes, one sample a second, over all its processes; `life` counts them. */
  readonly memory: Sample[] = [];
  private child: ChildProcess | null = null;
  private output = '';
  private url: string | null = null;
  private isOver = false;
  private failpoint: string | null;
  private readonly sampling: NodeJS.Timeout;

  constructor(private readonly options: WorkerOptions) {
    this.failpoint = options.failpoint ?? null;
    this.sampling = setInterval(() => this.sample(), 1000);
    this.launch();
  }

  get name(): string {
    return this.options.name;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Everything it has printed. */
  get log(): string {
    return this.output;
  }

  /** Waits until it serves. */
  async ready(): Promise<this> {
    for (const end = Date.now() + READY_MS; this.url === null; await sleep(50)) {
      if (Date.now() > end) throw new Error(`${this.name} does not start:\n${this.output.slice(-2000)}`);
    }
    return this;
  }

  async get<Body>(path: string): Promise<{ readonly status: number; readonly body: Body }> {
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(6000) });
    return { status: answer.status, body: (await answer.json()) as Body };
  }

  get address(): string {
    return this.url ?? '';
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Ends it for good and waits for it. */
  async end(signal: NodeJS.Signals = 'SIGTERM', patienceMs = 20_000): Promise<Ending | null> {
    this.isOver = true;
    clearInterval(this.sampling);
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null)
      return this.endings.at(-1) ?? null;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGCONT');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(late);
    return this.endings.at(-1) ?? null;
  }

  private launch(): void {
    const { env, heapMb = HEAP_MB } = this.options;
    const flags = [
      ...(this.failpoint === null ? [] : ['--import', join(root, 'test/faults/preload/failpoint.mjs')]),
      `--max-old-space-size=${heapMb}`,
    ];
    const own = this.failpoint === null ? {} : { FAILPOINT: this.failpoint };
    this.failpoint = null;
    this.url = null;
    const child = spawn(process.execPath, [...flags, join(root, 'apps/server/dist/main.js')], {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', ...env, ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    endWithUs(child);
    const take = (bytes: Buffer) => {
      this.output += bytes.toString();
      this.url ??=
        /open\s+(http:\S+)/.exec(this.output.slice(this.output.lastIndexOf('ParkPulse')))?.[1] ?? null;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', (code, signal) => {
      this.endings.push({ code, signal, at: Date.now() });
      this.output += `\n--- ended ${signal ?? code} ---\n`;
      if (!this.isOver) setTimeout(() => this.isOver || this.launch(), RESTART_MS);
    });
  }

  private sample(): void {
    try {
      const kb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1] ?? 0);
      if (kb > 0) this.memory.push({ at: Date.now(), mb: Math.round(kb / 1024), life: this.endings.length });
    } catch {
      // It is between two lives.
    }
  }
}
