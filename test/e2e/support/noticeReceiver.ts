import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as our webhook sends it, with when it came. */
export interface Received {
  readonly at: number;
  readonly delivery: string;
  readonly kind: string;
  readonly park: string;
  readonly alerts: readonly { readonly rule: string; readonly status: string; readonly transition: number }[];
}

interface WebhookBody {
  readonly delivery: string;
  readonly kind: string;
  readonly park: { readonly id: string } | null;
  readonly alerts: Received['alerts'];
}

/** A webhook on loopback that keeps what it gets. `onMessage` runs before it answers. */
export class NoticeReceiver {
  readonly received: Received[] = [];
  onMessage: (message: Received) => Promise<void> = () => Promise.resolve();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as WebhookBody;
        const { delivery, kind, park, alerts } = body;
        const message = { at: Date.now(), delivery, kind, park: park?.id ?? 'system', alerts };
        this.received.push(message);
        void this.onMessage(message).then(() => response.end('ok'));
      });
    });
  }

  static async start(): Promise<NoticeReceiver> {
    const receiver = new NoticeReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  of(park: string): readonly Received[] {
    return this.received.filter((message) => message.park === park);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
