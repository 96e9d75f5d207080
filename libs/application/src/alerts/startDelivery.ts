import type { Clock } from '../ports.js';
import { settlementOf } from './backoff.js';
import type { LeasedMessage, Notifier, Outbox, SendOutcome } from './ports.js';

export interface DeliveryOptions {
  readonly outbox: Outbox;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly onTried?: (leased: LeasedMessage, outcome: SendOutcome) => void;
}

export interface DeliveryLoop {
  /** Something was queued: look now. */
  wake(): void;
  /** Stops after what is being sent. */
  stop(): Promise<void>;
}

/** A message whose worker died is free again after this: longer than any send takes. */
const LEASE_MS = 10_000;
/** Channels sent to at once: a slow one never holds up the others. */
const MOST_AT_ONCE = 16;
const LONGEST_SLEEP_MS = 1000;
const RETRY_MS = 1000;

/** Works the outbox: leases, sends, settles. Any number of processes may; the lease keeps them apart. */
export function startDelivery(options: DeliveryOptions): DeliveryLoop {
  const loop = new Loop(options);
  loop.run();
  return loop;
}

class Loop implements DeliveryLoop {
  private stopping = false;
  private woken = false;
  private interrupt: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private readonly sending = new Set<Promise<void>>();

  constructor(private readonly options: DeliveryOptions) {}

  run(): void {
    this.running = this.work();
  }

  wake(): void {
    this.woken = true;
    this.interrupt();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.interrupt();
    await this.running;
    await Promise.all(this.sending);
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      const pause = await this.leaseDue();
      if (!this.woken && !this.stopping && pause > 0) await this.sleep(pause);
    }
  }

  private async leaseDue(): Promise<number> {
    const room = MOST_AT_ONCE - this.sending.size;
    if (room === 0) return LONGEST_SLEEP_MS;
    try {
      const leased = await this.options.outbox.lease(LEASE_MS, room);
      for (const message of leased) this.start(message);
      if (leased.length > 0) return 0;
      const next = await this.options.outbox.nextDue();
      return Math.min(LONGEST_SLEEP_MS, Math.max(20, next ?? LONGEST_SLEEP_MS));
    } catch (error) {
      this.options.onError(error);
      return RETRY_MS;
    }
  }

  private start(leased: LeasedMessage): void {
    const sending = this.deliver(leased).finally(() => {
      this.sending.delete(sending);
      this.wake();
    });
    this.sending.add(sending);
  }

  private async deliver(leased: LeasedMessage): Promise<void> {
    const { outbox, notifier, clock, onError, onTried } = this.options;
    try {
      const tag = { id: leased.id, attempt: leased.attempt, at: clock.now() };
      const outcome = await notifier.send(leased.channel, leased.message, tag);
      await outbox.settle(leased, outcome, settlementOf(outcome, leased, Math.random()));
      onTried?.(leased, outcome);
    } catch (error) {
      onError(error);
    }
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      this.interrupt = done;
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
    });
  }
}
