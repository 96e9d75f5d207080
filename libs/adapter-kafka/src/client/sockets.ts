import { type Socket, connect as connectPlain, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { inTime } from './inTime.js';

const KEEP_ALIVE_MS = 10_000;

/**
 * The connections to the brokers, so that one that no longer answers can be cut. kafkajs only gives up the request: it
 * would go on writing to a half-open connection until the system's own patience of many minutes ends.
 */
export class Sockets {
  private readonly open = new Map<string, Set<Socket>>();
  private count = 0;
  private isOver = false;

  /** How many were ever opened. */
  get opened(): number {
    return this.count;
  }

  readonly factory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    // Without TLS kafkajs hands over no options at all, whatever its types say.
    const isTls = (ssl as unknown) !== undefined && (ssl as unknown) !== null;
    const socket = isTls
      ? connectTls({ host, port, ...name, ...ssl }, onConnect)
      : connectPlain({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setNoDelay(true);
    this.keep(`${host}:${port}`, socket);
    return socket;
  };

  /** Cuts every connection to a broker (host:port); requests in work fail and are sent again on new ones. */
  cut(broker: string): void {
    for (const socket of this.open.get(broker) ?? [])
      socket.destroy(new Error('the broker did not answer in time'));
  }

  /**
   * Waits for a client to take its leave, but not for ever; then cuts what it leaves behind, and what it may still open: one
   * that is given up while it connects goes on trying.
   */
  async closed(leaving: Promise<void>, milliseconds: number): Promise<void> {
    await inTime(leaving, milliseconds).catch(() => undefined);
    this.isOver = true;
    for (const broker of this.open.keys()) this.cut(broker);
  }

  private keep(broker: string, socket: Socket): void {
    const held = this.open.get(broker) ?? new Set();
    this.open.set(broker, held.add(socket));
    this.count += 1;
    socket.once('close', () => held.delete(socket));
    if (this.isOver) socket.destroy(new Error('the client was given up'));
  }
}
