import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithUs } from '../faults/bench/endWithUs.js';
import { root } from '../faults/bench/root.js';

export interface ChildPlan {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints once it is ready; null = at once. */
  readonly ready: RegExp | null;
  /** A folder of its own, removed when it has ended. */
  readonly folder?: string;
}

const READY_MS = 60_000;
const STOP_MS = 20_000;

/** A process under measurement: what it printed, its memory, its CPU time. */
export class Child {
  output = '';
  /** Highest resident megabytes seen. */
  highestMb = 0;
  /** One sample every 200 ms, megabytes. */
  readonly memory: number[] = [];
  private cpuNow = 0;
  private cpuBefore = 0;
  private isCounted = false;
  private readonly process: ChildProcess;
  private readonly sampling: NodeJS.Timeout;
  private readonly ended: Promise<void>;

  private constructor(private readonly plan: ChildPlan) {
    this.process = spawn(plan.program, [...plan.args], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', ...plan.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(this.process);
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on('data', (bytes: Buffer) => (this.output += bytes.toString()));
    this.ended = new Promise((resolve) => {
      this.process.once('exit', () => resolve());
      this.process.once('error', (error) => {
        this.output += error.message;
        resolve();
      });
    });
    this.sampling = setInterval(() => this.sample(), 200);
  }

  static async start(plan: ChildPlan): Promise<Child> {
    const child = new Child(plan);
    const end = Date.now() + READY_MS;
    while (plan.ready !== null && !plan.ready.test(child.output)) {
      if (!child.isOver && Date.now() <= end) {
        await pause(20);
        continue;
      }
      await child.stop();
      throw new Error(`${plan.program} does not start: ${child.output.slice(-2000)}`);
    }
    return child;
  }

  get isOver(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Counts CPU time from now on. */
  mark(): void {
    this.isCounted = false;
    this.sample();
    this.cpuBefore = this.cpuNow;
  }

  /** CPU seconds since `mark`, or since it began. */
  get cpuSeconds(): number {
    return this.cpuNow - this.cpuBefore;
  }

  /** Counts CPU time up to now. */
  endCount(): void {
    this.sample();
    this.isCounted = true;
  }

  /** Ends it in order, by force when that takes longer than 20 s. */
  async stop(): Promise<void> {
    this.sample();
    clearInterval(this.sampling);
    if (!this.isOver) this.process.kill('SIGTERM');
    const late = setTimeout(() => this.process.kill('SIGKILL'), STOP_MS);
    await this.ended;
    clearTimeout(late);
    if (this.plan.folder !== undefined) rmSync(this.plan.folder, { recursive: true, force: true });
  }

  private sample(): void {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
      const mb = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      if (mb > 0) this.memory.push(mb);
      this.highestMb = Math.max(this.highestMb, mb);
      const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (!this.isCounted) this.cpuNow = (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // It has ended.
    }
  }
}
