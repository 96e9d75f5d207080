import { io } from 'socket.io-client';
import type { Socket as NetSocket } from 'node:net';

interface Snapshot {
  readonly epoch: string;
  readonly revision: number;
  readonly assessment: { readonly indicators: readonly { readonly id: string }[]; readonly score: unknown };
}

interface Patch {
  readonly revision: number;
  readonly score: unknown;
  readonly indicators: readonly { readonly id: string }[];
}

/** One browser as the dashboard's live connection behaves: the same waits, snapshot first, then patches in a row. */
export class Viewer {
  revision = 0;
  /** When the newest snapshot came. */
  snapshotAt = 0;
  snapshots = 0;
  patches = 0;
  /** A patch that did not follow what was held. */
  gaps = 0;
  private readonly indicators = new Map<string, unknown>();
  private score: unknown = null;
  private readonly socket;

  constructor(address: string, cookie: string, park: string) {
    this.socket = io(`${address}/live`, {
      transports: ['websocket'],
      extraHeaders: { cookie },
      reconnectionDelay: 500,
      reconnectionDelayMax: 4000,
      forceNew: true,
    });
    this.socket.on('connect', () => this.socket.emit('watch', { park }));
    this.socket.on('snapshot', (snapshot: Snapshot) => this.start(snapshot));
    this.socket.on('patch', (patch: Patch) => this.follow(patch, park));
  }

  /** What it shows, as text, to be compared with what the server holds. */
  get shown(): string {
    return shownOf({ score: this.score, indicators: [...this.indicators.values()] as never });
  }

  get isConnected(): boolean {
    return this.socket.connected;
  }

  /** Reads nothing any more, while the connection stays. */
  stopReading(): void {
    this.wire?.pause();
  }

  readOn(): void {
    this.wire?.resume();
  }

  close(): void {
    this.socket.disconnect();
  }

  private get wire(): NetSocket | undefined {
    const engine = this.socket.io.engine as unknown as {
      readonly transport: { readonly ws?: { readonly _socket?: NetSocket } };
    };
    return engine.transport.ws?._socket;
  }

  private start({ revision, assessment }: Snapshot): void {
    this.snapshots += 1;
    this.snapshotAt = Date.now();
    this.revision = revision;
    this.score = assessment.score;
    this.indicators.clear();
    for (const each of assessment.indicators) this.indicators.set(each.id, each);
  }

  private follow({ revision, score, indicators }: Patch, park: string): void {
    this.patches += 1;
    if (revision !== this.revision + 1) {
      this.gaps += 1;
      this.socket.emit('watch', { park });
      return;
    }
    this.revision = revision;
    this.score = score;
    for (const each of indicators) this.indicators.set(each.id, each);
  }
}

/** An assessment reduced to what a page shows of it. */
export function shownOf(assessment: {
  readonly score: unknown;
  readonly indicators: readonly { readonly id: string }[];
}): string {
  const sorted = [...assessment.indicators].sort((a, b) => (a.id < b.id ? -1 : 1));
  return JSON.stringify([assessment.score, sorted]);
}
