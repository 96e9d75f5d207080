import { type Server, type Socket, connect, createServer } from 'node:net';

/** What a proxy does to the bytes that pass it. */
export interface Weather {
  /** Nothing passes, nothing is said: packets are lost. */
  blackhole: boolean;
  /** Milliseconds added each way. */
  delayMs: number;
  /** Looks at what the client sends; true cuts the connection once the other side has had it, its answer never comes. */
  cutAfter: ((bytes: Buffer, connection: number) => boolean) | null;
}

/** A TCP proxy on loopback in front of one server, to make the network between fail. */
export class ChaosProxy {
  readonly weather: Weather = { blackhole: false, delayMs: 0, cutAfter: null };
  /** Connections cut because of `cutAfter`. */
  cuts = 0;
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private connections = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(target: number): Promise<ChaosProxy> {
    let proxy: ChaosProxy | null = null;
    const server = createServer((client) => proxy?.take(client, target));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    proxy = new ChaosProxy(server, typeof address === 'object' && address !== null ? address.port : 0);
    return proxy;
  }

  get open(): number {
    return this.pairs.size;
  }

  /** Cuts every connection. */
  cut(): void {
    for (const [client, upstream] of this.pairs) {
      client.destroy();
      upstream.destroy();
    }
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(client: Socket, target: number): void {
    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream] as const;
    const connection = (this.connections += 1);
    let isMuted = false;
    this.pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (this.weather.cutAfter?.(bytes, connection) === true) {
        isMuted = true;
        this.cuts += 1;
        upstream.write(bytes);
        // Long enough for the server to have done what it was told.
        setTimeout(() => client.destroy(), 300);
        return;
      }
      this.pass(bytes, upstream);
    });
    upstream.on('data', (bytes) => {
      if (!isMuted) this.pass(bytes, client);
    });
  }

  private pass(bytes: Buffer, to: Socket): void {
    const { blackhole, delayMs } = this.weather;
    // Lost for good: of the two sides one will find out by its own timeouts, as on a real network.
    if (blackhole) return;
    if (delayMs === 0) to.write(bytes);
    else setTimeout(() => to.destroyed || to.write(bytes), delayMs);
  }
}
