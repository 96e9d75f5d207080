import type { Assessment, Feed } from '@parkpulse/contracts';
import { type LiveNamespace, type LiveSocket, isBehind } from './liveSocket.js';
import { Throttle, stepBetween } from './room.js';

/** At most ten pushes a second (performance, ingest design 8). */
const PUSH_INTERVAL_MS = 100;

export interface ParkReader {
  assessment(park: string): Promise<Assessment>;
  revision(park: string): Promise<number>;
  feeds(park: string): Promise<readonly Feed[]>;
}

export interface RoomReports {
  readonly onPush: (kind: 'patch' | 'snapshot' | 'feed') => void;
  readonly onError: (error: unknown) => void;
}

/**
 * The browsers watching one park. All of them stand at the same assessment, so a newcomer gets what the others have
 * and every later push fits everybody. Those that do not keep up are left out and get the whole again once they do.
 */
export class ParkRoom {
  private current: Promise<Assessment> | null = null;
  private joining = 0;
  private readonly behind = new Set<LiveSocket>();
  private readonly knownFeeds = new Map<string, string>();
  private readonly push = new Throttle(() => this.pushChange(), PUSH_INTERVAL_MS);

  constructor(
    private readonly park: string,
    private readonly epoch: string,
    private readonly namespace: LiveNamespace,
    private readonly links: ParkReader & RoomReports,
  ) {}

  get isEmpty(): boolean {
    return this.joining === 0 && this.behind.size === 0 && this.sockets().length === 0;
  }

  /** The park moved on: push what changed, soon. */
  notify(): void {
    this.push.request();
  }

  async join(socket: LiveSocket): Promise<void> {
    this.joining += 1;
    this.current ??= this.links.assessment(this.park);
    try {
      const assessment = await this.current;
      if (socket.connected && socket.data.park === this.park) this.sendSnapshot(socket, assessment);
    } catch (error) {
      this.current = null;
      throw error;
    } finally {
      this.joining -= 1;
    }
  }

  leave(socket: LiveSocket): void {
    void socket.leave(this.park);
    this.behind.delete(socket);
  }

  close(): void {
    this.push.stop();
  }

  /** Tells of feeds that moved, and looks whether a notification was missed (a listening connection can break). */
  async refresh(): Promise<void> {
    const [revision, current] = await Promise.all([this.links.revision(this.park), this.current]);
    if (current !== null && revision > current.revision) this.notify();
    for (const feed of await this.links.feeds(this.park)) {
      const text = JSON.stringify(feed);
      if (this.knownFeeds.get(feed.source) === text) continue;
      this.knownFeeds.set(feed.source, text);
      this.namespace.to(this.park).emit('feed', { ...feed, park: this.park });
      this.links.onPush('feed');
    }
  }

  private async pushChange(): Promise<void> {
    if (this.current === null) return;
    try {
      const before = await this.current;
      const after = await this.links.assessment(this.park);
      this.dropSlow();
      this.tell(before, after);
      this.catchUp(after);
    } catch (error) {
      this.links.onError(error);
      setTimeout(() => this.push.request(), 1000).unref();
    }
  }

  private tell(before: Assessment, after: Assessment): void {
    const step = stepBetween(before, after);
    if (step.kind === 'nothing') return;
    this.current = Promise.resolve(after);
    this.links.onPush(step.kind);
    if (step.kind === 'patch') this.namespace.to(this.park).emit('patch', step.patch);
    else this.namespace.to(this.park).emit('snapshot', this.snapshotOf(after));
  }

  private dropSlow(): void {
    for (const socket of this.sockets()) {
      if (!isBehind(socket)) continue;
      void socket.leave(this.park);
      this.behind.add(socket);
    }
  }

  private catchUp(assessment: Assessment): void {
    for (const socket of this.behind) {
      if (socket.connected && isBehind(socket)) continue;
      this.behind.delete(socket);
      if (socket.connected) this.sendSnapshot(socket, assessment);
    }
    if (this.behind.size > 0) setTimeout(() => this.push.request(), 1000).unref();
  }

  // Without a pause between the two, nothing pushed to the room can come between.
  private sendSnapshot(socket: LiveSocket, assessment: Assessment): void {
    void socket.join(this.park);
    socket.emit('snapshot', this.snapshotOf(assessment));
  }

  private snapshotOf(assessment: Assessment) {
    return { epoch: this.epoch, revision: assessment.revision, assessment };
  }

  private sockets(): readonly LiveSocket[] {
    const ids = this.namespace.adapter.rooms.get(this.park) ?? new Set<string>();
    return [...ids].flatMap((id) => this.namespace.sockets.get(id) ?? []);
  }
}
