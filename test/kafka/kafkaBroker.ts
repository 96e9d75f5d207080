import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { BrokerPlan } from './brokerProperties.js';
import { awaitBrokers } from './clusterMetadata.js';

const stopMs = 20_000;

/** One broker as a test handles it. Signals go to its own process only. */
export interface KafkaBroker {
  readonly id: number;
  /** Of the present process; another one after `restart`. */
  readonly pid: number;
  readonly port: number;
  /** Its log directory: a test may copy or swap it while the broker is down. */
  readonly folder: string;
  readonly running: boolean;
  /** SIGKILL: a crash. */
  kill9(): Promise<void>;
  /** SIGTERM, an orderly stop; SIGKILL when that takes more than 20 s. */
  stop(): Promise<void>;
  sigstop(): void;
  sigcont(): void;
  /** Stops it if it runs, starts it on the same ports and data, and waits until it is ready. Milliseconds it took. */
  restart(): Promise<number>;
  /** What the broker printed: warnings and errors. */
  readLog(): string;
}

export interface BrokerCommand {
  readonly java: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly readyMs: number;
  /** Told whenever the process of a broker has changed. */
  onChange(): void;
}

export class BrokerProcess implements KafkaBroker {
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly plan: BrokerPlan,
    private readonly command: BrokerCommand,
  ) {}

  get id(): number {
    return this.plan.id;
  }

  get port(): number {
    return this.plan.advertised;
  }

  get folder(): string {
    return this.plan.folder;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  launch(): void {
    const log = openSync(this.command.logFile, 'a');
    const child = spawn(this.command.java, [...this.command.args], { stdio: ['ignore', log, log] });
    closeSync(log);
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    this.command.onChange();
  }

  /** Waits until this broker counts `ids` as living. */
  async ready(ids: readonly number[] = [this.id]): Promise<void> {
    const giveUp = () => (this.running ? undefined : 'its process has ended');
    const check = { deadline: Date.now() + this.command.readyMs, giveUp };
    await awaitBrokers(this.plan.internal, ids, check).catch((error: Error) => {
      throw new Error(`${error.message}; its log ends:\n${this.readLog().slice(-3_000)}`);
    });
  }

  async kill9(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.sigcont();
    const timer = setTimeout(() => this.signal('SIGKILL'), stopMs);
    await this.end('SIGTERM').finally(() => clearTimeout(timer));
  }

  sigstop(): void {
    this.signal('SIGSTOP');
  }

  sigcont(): void {
    this.signal('SIGCONT');
  }

  async restart(): Promise<number> {
    await this.stop();
    const from = Date.now();
    this.launch();
    await this.ready();
    return Date.now() - from;
  }

  readLog(): string {
    return readFileSync(this.command.logFile, 'utf8');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.signal(signal);
    await this.ended;
    this.command.onChange();
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.running) this.child?.kill(signal);
  }
}
