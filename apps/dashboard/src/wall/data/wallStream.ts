import type { LivePatch, LiveSnapshot, OwnWall } from '@parkpulse/contracts';
import { ref } from 'vue';
import { serverClock, serverNow } from '../../api/http.js';
import { applyPatch, fromSnapshot, type LivePicture } from '../../live/applyPatch.js';
import { connectLive, type LiveConnection, type LiveListener } from '../../live/connect.js';
import type { Frame } from '../frame/frameStore.js';
import { createKnocker } from './knocker.js';
import type { LoadedPart } from './partLoads.js';

export type StreamState = 'connecting' | 'live' | 'lost';

export interface WallStreamLinks {
  readonly frame: Pick<Frame, 'goodAt'> | null;
  readonly onPicture: (picture: LivePicture) => void;
  /** These parts have moved, or all of them may have while nobody listened. */
  readonly onMoved: (parts: readonly LoadedPart[] | 'all') => void;
  readonly onWall: (wall: OwnWall) => void;
  /** The stream was refused or is back: who we are is to be asked again. */
  readonly onDoubt: () => void;
}

/** The live stream of one park: opened anew the moment a lost server answers again, and then taken whole. */
export class WallStream implements LiveListener {
  readonly state = ref<StreamState>('connecting');
  /** When the picture was last known to be current, by the server's clock. */
  readonly goodAt = ref<number | null>(null);
  readonly lostSince = ref<number | null>(null);
  private readonly links: WallStreamLinks;
  private readonly knocker = createKnocker({
    isWanted: () => this.park !== null && this.state.value === 'lost',
    onAnswer: () => this.reconnect(),
  });
  private park: string | null = null;
  private live: LivePicture | null = null;
  private connection: LiveConnection | null = null;

  constructor(links: WallStreamLinks) {
    this.links = links;
    if (links.frame === null) return;
    this.goodAt.value = links.frame.goodAt;
    this.lostSince.value = serverNow();
  }

  /** Watches a park instead of the one before; null: none. */
  watch(park: string | null): void {
    this.knocker.stop();
    this.connection?.close();
    if (park !== this.park) this.live = null;
    this.park = park;
    this.connection = park === null ? null : connectLive(park, this);
  }

  /** A quiet stream is as fresh as its last sign of life. */
  pulse(): boolean {
    if (this.state.value !== 'live') return false;
    this.goodAt.value = serverNow();
    return true;
  }

  snapshot(snapshot: LiveSnapshot): void {
    if (snapshot.assessment.park === this.park) this.show(fromSnapshot(snapshot));
  }

  patch(patch: LivePatch): void {
    if (this.live === null) return;
    const outcome = applyPatch(this.live, patch);
    if (outcome.kind === 'gap') this.connection?.resync();
    if (outcome.kind !== 'applied') return;
    this.show(outcome.picture);
    this.links.onMoved(['transitions', 'month', 'alerts']);
  }

  alert(): void {
    this.links.onMoved(['alerts']);
  }

  feed(): void {
    this.links.onMoved(['feeds']);
  }

  wall(wall: OwnWall): void {
    this.links.onWall(wall);
  }

  connected(): void {
    this.knocker.stop();
    this.state.value = 'live';
    this.lostSince.value = null;
    this.goodAt.value = serverNow();
    this.links.onMoved('all');
  }

  lost(heardAt: number): void {
    if (this.state.value === 'live') this.goodAt.value = heardAt + serverClock.offset;
    this.lostSince.value ??= serverNow();
    this.state.value = 'lost';
    this.knocker.soon();
  }

  refused(): void {
    this.links.onDoubt();
  }

  private show(picture: LivePicture): void {
    this.live = picture;
    this.goodAt.value = serverNow();
    this.links.onPicture(picture);
  }

  private reconnect(): void {
    this.watch(this.park);
    this.links.onDoubt();
  }
}
