import type { OwnWall } from '@parkpulse/contracts';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { serverNow } from '../../api/http.js';
import { applyPatch, fromSnapshot, type LivePicture } from '../../live/applyPatch.js';
import { connectLive, type LiveConnection, type LiveListener } from '../../live/connect.js';
import type { Frame } from '../frame/frameStore.js';
import { LEAST_MS, PART_LOADS, type LoadedPart } from './partLoads.js';
import { EMPTY_PICTURE, NO_STAMPS, PERIOD_MS, type PartName, type WallPicture } from './picture.js';
import { startPoller, type Poller } from './poller.js';

export type StreamState = 'connecting' | 'live' | 'lost';

export interface WallDataLinks {
  /** The park to watch; null: none yet. */
  readonly park: () => string | null;
  readonly frame: Frame | null;
  readonly onWall: (wall: OwnWall) => void;
  /** The stream was refused or is back: who we are is to be asked again. */
  readonly onDoubt: () => void;
}

/** While the stream is lost the server is knocked at this often, spread so that many walls do not come back at once. */
const KNOCK_MS = 1000;
const KNOCK_TIMEOUT_MS = 1500;
const LOADED = Object.keys(PART_LOADS) as readonly LoadedPart[];

/** The picture of a park, kept current by the live stream and by asking; the last good one stays when both fall silent. */
export function useWallData({ park, frame, onWall, onDoubt }: WallDataLinks) {
  const picture = shallowRef<WallPicture>(frame?.picture ?? EMPTY_PICTURE);
  const stamps = shallowRef(frame?.stamps ?? NO_STAMPS);
  const stream = ref<StreamState>('connecting');
  const goodAt = ref<number | null>(frame?.goodAt ?? null);
  const lostSince = ref<number | null>(frame === null ? null : serverNow());
  let live: LivePicture | null = null;
  let connection: LiveConnection | null = null;
  let pollers: ReadonlyMap<LoadedPart, Poller> = new Map();
  let knock: ReturnType<typeof setTimeout> | undefined;

  function put<Part extends PartName>(part: Part, value: WallPicture[Part]): void {
    picture.value = { ...picture.value, [part]: value };
    stamps.value = { ...stamps.value, [part]: serverNow() };
  }

  function show(next: LivePicture): void {
    live = next;
    goodAt.value = serverNow();
    put('assessment', next.assessment);
  }

  const nudge = (...parts: readonly LoadedPart[]): void => parts.forEach((part) => pollers.get(part)?.nudge());

  const listener: LiveListener = {
    snapshot: (snapshot) => {
      if (snapshot.assessment.park === park()) show(fromSnapshot(snapshot));
    },
    patch: (patch) => {
      if (live === null) return;
      const outcome = applyPatch(live, patch);
      if (outcome.kind === 'gap') connection?.resync();
      if (outcome.kind !== 'applied') return;
      show(outcome.picture);
      nudge('transitions', 'month', 'alerts');
    },
    alert: () => nudge('alerts'),
    feed: () => nudge('feeds'),
    wall: onWall,
    connected: () => {
      clearTimeout(knock);
      stream.value = 'live';
      lostSince.value = null;
      goodAt.value = serverNow();
      nudge(...LOADED);
    },
    lost: () => {
      if (stream.value === 'live') goodAt.value = serverNow();
      lostSince.value ??= serverNow();
      stream.value = 'lost';
      knockSoon();
    },
    refused: onDoubt,
  };

  // Faster than the socket's own patience: the moment the server answers again, the stream is opened anew.
  function knockSoon(): void {
    clearTimeout(knock);
    knock = setTimeout(() => {
      fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(KNOCK_TIMEOUT_MS) })
        .then(({ ok }) => (ok && stream.value === 'lost' ? reconnect() : undefined))
        .catch(() => undefined)
        .finally(() => {
          if (stream.value === 'lost') knockSoon();
        });
    }, KNOCK_MS * (0.7 + 0.6 * Math.random()));
  }

  function reconnect(): void {
    connection?.close();
    const id = park();
    connection = id === null ? null : connectLive(id, listener);
    onDoubt();
  }

  function start(id: string | null): void {
    stop();
    if (id === null) return;
    connection = connectLive(id, listener);
    pollers = new Map(LOADED.map((part) => [part, pollerOf(part, id)]));
  }

  function pollerOf<Part extends LoadedPart>(part: Part, id: string): Poller {
    return startPoller({
      periodMs: PERIOD_MS[part],
      leastMs: LEAST_MS[part],
      load: async (signal) => put(part, await PART_LOADS[part](id, signal)),
    });
  }

  function stop(): void {
    clearTimeout(knock);
    connection?.close();
    connection = null;
    pollers.forEach((poller) => poller.stop());
  }

  // A quiet stream is as fresh as its last sign of life.
  const pulse = setInterval(() => {
    if (stream.value !== 'live') return;
    goodAt.value = serverNow();
    stamps.value = { ...stamps.value, assessment: goodAt.value };
  }, PERIOD_MS.assessment / 2);

  watch(park, (id, before) => {
    if (before !== undefined && before !== null && id !== before) {
      picture.value = EMPTY_PICTURE;
      stamps.value = NO_STAMPS;
      live = null;
    }
    start(id);
  }, { immediate: true });
  onScopeDispose(() => {
    clearInterval(pulse);
    stop();
  });
  return { picture, stamps, stream, goodAt, lostSince };
}
