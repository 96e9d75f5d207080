import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayEvent } from '../map/cloudEvent.js';
import { type EventSink, type Outcome } from './sink.js';

export interface HttpSinkOptions {
  /** Base address of ParkPulse, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly token: string;
  /** Events held at most; callers of `room` wait beyond it. */
  readonly capacity: number;
  /** Events per request, at most 1000. */
  readonly batch: number;
  readonly requestTimeoutMs: number;
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
  /** Told of every failed attempt, with no secret in it. */
  readonly onTrouble: (reason: string, attempt: number) => void;
}

export const HTTP_SINK_DEFAULTS = {
  capacity: 10_000,
  batch: 500,
  requestTimeoutMs: 30_000,
  retryFirstMs: 500,
  retryMostMs: 30_000,
} as const;

interface Held {
  readonly event: GatewayEvent;
  readonly settle: (outcome: Outcome) => void;
}

type Attempt =
  | { readonly kind: 'answered'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'refused_whole'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly waitMs: number | null };

/** Answers that blame the request itself: malformed, too large, wrong type. */
const DATA_FAULTS = new Set([400, 413, 415]);

const ACCEPTED: Outcome = { kind: 'accepted' };

interface Rejection {
  readonly index: number;
  readonly code: string;
  readonly detail: string;
}

function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && Number.isInteger((value as Rejection).index);
}

/** The answer lists what was rejected; of a 422 everything is, whether listed or not. */
function toOutcomes(body: unknown, size: number, status: number): readonly Outcome[] {
  const rest: Outcome =
    status === 422 ? { kind: 'rejected', code: 'REJECTED', detail: 'Rejected.' } : ACCEPTED;
  const outcomes = Array.from({ length: size }, () => rest);
  const list = (body as { readonly rejected?: unknown } | null)?.rejected;
  for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
    if (!isRejection(item) || item.index < 0 || item.index >= size) continue;
    outcomes[item.index] = { kind: 'rejected', code: String(item.code), detail: String(item.detail) };
  }
  return outcomes;
}

function toWait(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? 'none');
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 300) * 1000 : null;
}

/**
 * Delivers events to `POST /api/v1/events` in batches. Whatever is not the fault of an event (network, 401, 429, 5xx)
 * is tried again with growing pauses for as long as the gateway runs; meanwhile `room` holds the devices back.
 */
export class HttpSink implements EventSink {
  readonly #options: HttpSinkOptions;
  readonly #held: Held[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #stop = new AbortController();
  #size: number;
  #pump: Promise<void> | null = null;
  #inFlight = 0;
  #isClosed = false;

  constructor(options: HttpSinkOptions) {
    this.#options = options;
    this.#size = options.batch;
  }

  get depth(): number {
    return this.#held.length + this.#inFlight;
  }

  offer(event: GatewayEvent): Promise<Outcome> {
    if (this.#isClosed) return Promise.resolve({ kind: 'undelivered' });
    return new Promise((settle) => {
      this.#held.push({ event, settle });
      this.#wake();
    });
  }

  room(): Promise<void> {
    if (this.#isClosed || this.depth < this.#options.capacity) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    this.#release();
    const timer = setTimeout(() => this.#stop.abort(), graceMs);
    while (this.#pump) await this.#pump;
    clearTimeout(timer);
  }

  #wake(): void {
    this.#pump ??= this.#run().finally(() => {
      this.#pump = null;
      if (this.#held.length > 0) this.#wake();
    });
  }

  async #run(): Promise<void> {
    // Lets the events of one chunk gather into one request.
    await sleep(5);
    while (this.#held.length > 0) {
      const batch = this.#held.splice(0, this.#size);
      this.#inFlight = batch.length;
      const outcomes = await this.#deliver(batch);
      if (outcomes === 'split') this.#held.unshift(...batch);
      else batch.forEach(({ settle }, index) => settle(outcomes[index] ?? ACCEPTED));
      this.#inFlight = 0;
      this.#release();
    }
  }

  #release(): void {
    const free = this.#isClosed ? this.#waiting.length : this.#options.capacity - this.depth;
    for (const resume of this.#waiting.splice(0, Math.max(free, 0))) resume();
  }

  /** Tries until ParkPulse answers; `split` when the request was too large as a whole. */
  async #deliver(batch: readonly Held[]): Promise<readonly Outcome[] | 'split'> {
    for (let attempt = 1; !this.#stop.signal.aborted; attempt += 1) {
      const result = await this.#attempt(batch);
      if (result.kind === 'answered') {
        this.#size = Math.min(this.#options.batch, this.#size * 2);
        return result.outcomes;
      }
      if (result.kind === 'refused_whole') {
        // Halving finds the event that spoils the request, so that it does not hold up the others.
        const detail = `ParkPulse answered ${result.status}.`;
        if (batch.length === 1) return [{ kind: 'rejected', code: `HTTP_${result.status}`, detail }];
        this.#size = Math.max(1, batch.length >> 1);
        return 'split';
      }
      this.#options.onTrouble(result.reason, attempt);
      await this.#pause(result.waitMs ?? this.#backoff(attempt));
    }
    return batch.map(() => ({ kind: 'undelivered' }));
  }

  #backoff(attempt: number): number {
    const { retryFirstMs, retryMostMs } = this.#options;
    const full = Math.min(retryMostMs, retryFirstMs * 2 ** Math.min(attempt - 1, 20));
    return full * (0.5 + Math.random() / 2);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  async #attempt(batch: readonly Held[]): Promise<Attempt> {
    try {
      const response = await this.#post(batch);
      if (response.status === 202 || response.status === 422) {
        return {
          kind: 'answered',
          outcomes: toOutcomes(await response.json(), batch.length, response.status),
        };
      }
      await response.body?.cancel();
      if (DATA_FAULTS.has(response.status)) return { kind: 'refused_whole', status: response.status };
      return { kind: 'failed', reason: `ParkPulse answered ${response.status}.`, waitMs: toWait(response) };
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      return { kind: 'failed', reason: `ParkPulse cannot be reached (${name}).`, waitMs: null };
    }
  }

  #post(batch: readonly Held[]): Promise<Response> {
    const { url, token, requestTimeoutMs } = this.#options;
    return fetch(new URL('/api/v1/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${token}` },
      body: JSON.stringify(batch.map(({ event }) => event)),
      redirect: 'error',
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
  }
}
