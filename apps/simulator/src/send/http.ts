import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudEvent, type OutboundEvent } from '../event/cloudEvent.js';
import { type Refusal, type SendReport, type Sink } from './sink.js';

export interface HttpSendOptions {
  /** Base address of ParkPulse, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly token: string;
  /** How often one request is tried before the run is given up. */
  readonly attempts?: number;
  readonly firstPauseMs?: number;
  readonly onTrouble?: (reason: string, attempt: number) => void;
}

/** What one request may hold: the contract allows 1000 events and 8 MB. */
const MOST_EVENTS = 1000;
const MOST_BYTES = 6_000_000;
const TIMEOUT_MS = 60_000;
const LONGEST_PAUSE_MS = 15_000;

interface Chunk {
  readonly events: readonly CloudEvent[];
  readonly body: string;
}

function* cutIntoChunks(batch: readonly OutboundEvent[]): Generator<Chunk, void, undefined> {
  let events: CloudEvent[] = [];
  let texts: string[] = [];
  let bytes = 0;
  for (const { event } of batch) {
    const text = JSON.stringify(event);
    const size = Buffer.byteLength(text) + 1;
    if (events.length === MOST_EVENTS || (events.length > 0 && bytes + size > MOST_BYTES)) {
      yield { events, body: `[${texts.join(',')}]` };
      [events, texts, bytes] = [[], [], 0];
    }
    events.push(event);
    texts.push(text);
    bytes += size;
  }
  if (events.length > 0) yield { events, body: `[${texts.join(',')}]` };
}

function toReport(body: unknown, events: readonly CloudEvent[]): SendReport {
  const rejected = (body as { readonly rejected?: unknown } | null)?.rejected;
  const refused: Refusal[] = [];
  for (const item of Array.isArray(rejected) ? (rejected as unknown[]) : []) {
    const { index, code, detail } = item as {
      readonly index: number;
      readonly code: unknown;
      readonly detail: unknown;
    };
    const event = events[index];
    if (event)
      refused.push({ id: event.id, source: event.source, code: String(code), detail: String(detail) });
  }
  return { accepted: events.length - refused.length, refused };
}

/** A failure that trying again cannot mend: wrong token, wrong address, a request that is not understood. */
export class SendError extends Error {}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Sends events to `POST /api/v1/events` in batches with a bearer token and tries passing failures again. */
export class HttpSender implements Sink {
  readonly #options: HttpSendOptions;

  constructor(options: HttpSendOptions) {
    this.#options = options;
  }

  async send(batch: readonly OutboundEvent[]): Promise<SendReport> {
    let accepted = 0;
    const refused: Refusal[] = [];
    for (const chunk of cutIntoChunks(batch)) {
      const report = await this.#deliver(chunk);
      accepted += report.accepted;
      refused.push(...report.refused);
    }
    return { accepted, refused };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #deliver(chunk: Chunk): Promise<SendReport> {
    const { attempts = 10, firstPauseMs = 250, onTrouble } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt(chunk);
      if (typeof result !== 'string') return result;
      onTrouble?.(result, attempt);
      if (attempt >= attempts) throw new SendError(`Given up after ${attempts} attempts: ${result}`);
      await sleep(Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** (attempt - 1)));
    }
  }

  /** One request: a report, or the reason of a passing failure. */
  async #attempt({ events, body }: Chunk): Promise<SendReport | string> {
    let response: Response;
    try {
      response = await this.#post(body);
    } catch (error) {
      return `ParkPulse cannot be reached (${error instanceof Error ? error.name : 'Error'}).`;
    }
    if (response.status === 202 || response.status === 422) return toReport(await response.json(), events);
    await response.body?.cancel();
    if (isPassing(response.status)) return `ParkPulse answered ${response.status}.`;
    throw new SendError(`ParkPulse refused the request with ${response.status}.`);
  }

  #post(body: string): Promise<Response> {
    const { url, token } = this.#options;
    return fetch(new URL('/api/v1/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${token}` },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }
}
