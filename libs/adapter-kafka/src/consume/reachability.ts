import type { LogAlarm } from '@parkpulse/application';
import type { KafkaLogError } from '../kafkaLogError.js';

const TICK_MS = 1000;

/**
 * Whether any broker answers. Counted in ticks without an answer rather than by the clock, so that a process that was
 * stopped itself does not blame the brokers.
 */
export class Reachability {
  private answers = 0;
  private silentTicks = 0;
  private isWatched = false;
  /** Brokers answer, and do not let us in: only having joined ends that. */
  private isRefused = false;
  private state: 'unknown' | 'reachable' | 'unreachable' = 'unknown';
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly silenceMs: number,
    private readonly tell: (alarm: LogAlarm) => void,
  ) {
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.timer.unref();
  }

  /** Ticks without any answer so far. */
  get silentMs(): number {
    return this.silentTicks * TICK_MS;
  }

  /** A broker answered a request of the consumer. */
  answered(): void {
    this.answers += 1;
    this.silentTicks = 0;
    if (this.isRefused) return;
    this.isWatched = true;
    if (this.state === 'unreachable') this.tell({ kind: 'reachable' });
    this.state = 'reachable';
  }

  /** The consumer was let into its group. */
  joined(): void {
    this.isRefused = false;
    this.answered();
  }

  /** An attempt to begin failed: there is nothing to watch until the next. */
  failed({ code, detail }: KafkaLogError): void {
    this.isWatched = false;
    this.isRefused = code !== 'KAFKA_UNREACHABLE';
    if (this.state !== 'unreachable') this.tell({ kind: 'unreachable', code, detail });
    this.state = 'unreachable';
  }

  close(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    this.silentTicks = this.answers > 0 ? 0 : this.silentTicks + 1;
    this.answers = 0;
    if (!this.isWatched || this.state === 'unreachable' || this.silentMs < this.silenceMs) return;
    this.state = 'unreachable';
    this.tell({
      kind: 'unreachable',
      code: 'KAFKA_UNREACHABLE',
      detail: `no broker has answered for ${this.silentMs} ms`,
    });
  }
}
