import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Connection, type ConnectionContext } from './connection.js';
import { GatewayStats } from './stats.js';

export type GatewayServerOptions = Omit<ConnectionContext, 'stats' | 'now' | 'onRefused'> & {
  readonly host: string;
  readonly port: number;
  readonly now?: () => number;
  /** Told of what was refused, with the peer's address; at most once a second per code. */
  readonly onRefused?: (code: string, detail: string, peer: string) => void;
};

/** Lets a code through once a second, so that a flood of faults is no flood of log lines. */
function throttle(now: () => number): (code: string) => boolean {
  const last = new Map<string, number>();
  return (code) => {
    const at = now();
    if (at - (last.get(code) ?? -Infinity) < 1000) return false;
    last.set(code, at);
    return true;
  };
}

/**
 * The TCP side of the gateway. Connections share nothing but the sink, and each waits for its own turns, so the bytes
 * of one cannot hold up another.
 */
export class GatewayServer {
  readonly stats = new GatewayStats();
  readonly #options: GatewayServerOptions;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #served = new Set<Promise<void>>();

  constructor(options: GatewayServerOptions) {
    this.#options = options;
    const tcp = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };
    this.#server = createServer(tcp, (socket) => this.#accept(socket));
    this.#server.maxConnections = options.limits.maxConnections;
    this.#server.on('drop', () => (this.stats.refusedConnections += 1));
  }

  /** Starts to listen and says where; port 0 takes a free one. */
  async start(): Promise<{ readonly host: string; readonly port: number }> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address() as AddressInfo;
    return { host: address.address, port: address.port };
  }

  /** Takes no new connection, answers what is under way, closes the sink and then the connections. */
  async stop(): Promise<void> {
    const { sink, limits } = this.#options;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const stopping = [...this.#connections].map((connection) => connection.stop());
    await sink.close(limits.stopGraceMs);
    await Promise.allSettled([...stopping, ...this.#served]);
    await closed;
  }

  #accept(socket: Socket): void {
    const { now = Date.now, onRefused } = this.#options;
    const peer = socket.remoteAddress ?? 'unknown';
    const allows = throttle(now);
    this.stats.connections += 1;
    // Errors end the read loop; without a listener they would end the process.
    socket.on('error', () => undefined);
    const connection = new Connection(socket, {
      ...this.#options,
      stats: this.stats,
      now,
      onRefused: (code, detail) => {
        if (allows(code)) onRefused?.(code, detail, peer);
      },
    });
    this.#connections.add(connection);
    const served = connection.serve().finally(() => {
      this.#connections.delete(connection);
      this.#served.delete(served);
    });
    this.#served.add(served);
  }
}
