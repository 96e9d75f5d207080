import { appendFileSync } from 'node:fs';
import {
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/** A message as it came. */
export interface Heard {
  readonly id: string;
  readonly attempt: number;
  readonly at: number;
  readonly body: string;
}

/** What a receiver does with a message; the default takes it. */
export type Answering = (response: ServerResponse) => void;

export const TAKES: Answering = (response) => void response.end('{"errcode":0,"errmsg":"ok"}');

/** Somebody whom notifications are sent to, on loopback; what it does can be changed while it runs. */
export class Receiver {
  /** Everything that came, taken or not. */
  readonly heard: Heard[] = [];
  /** What was taken. */
  readonly taken: Heard[] = [];
  answering: Answering = TAKES;
  /** A file that every delivery id taken is written to, for the checker. */
  ledger: string | null = null;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open({
    tls,
    port = 0,
  }: {
    readonly tls?: { readonly pfx: Buffer; readonly passphrase: string };
    readonly port?: number;
  } = {}): Promise<Receiver> {
    let receiver: Receiver | null = null;
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => receiver?.take(request.headers, Buffer.concat(chunks).toString(), response));
    };
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    return (receiver = new Receiver(server, taken));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private take(headers: IncomingHttpHeaders, body: string, response: ServerResponse): void {
    const id = String(headers['x-delivery-id']);
    const attempt = Number(headers['x-delivery-attempt'] ?? 0);
    const heard = { id, attempt, at: Date.now(), body };
    this.heard.push(heard);
    if (this.answering === TAKES) {
      this.taken.push(heard);
      if (this.ledger !== null) appendFileSync(this.ledger, `${JSON.stringify({ id, at: heard.at })}\n`);
    }
    response.on('error', () => undefined);
    this.answering(response);
  }
}
