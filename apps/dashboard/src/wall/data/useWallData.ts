import { onScopeDispose, shallowRef, watch } from 'vue';
import { serverNow } from '../../api/http.js';
import { LEAST_MS, PART_LOADS, type LoadedPart } from './partLoads.js';
import { EMPTY_PICTURE, NO_STAMPS, PERIOD_MS, type PartName, type WallPicture } from './picture.js';
import { startPoller, type Poller } from './poller.js';
import { WallStream, type WallStreamLinks } from './wallStream.js';
import type { Frame } from '../frame/frameStore.js';

export interface WallDataLinks extends Pick<WallStreamLinks, 'onWall' | 'onDoubt'> {
  /** The park to watch; null: none yet. */
  readonly park: () => string | null;
  readonly frame: Frame | null;
}

const LOADED = Object.keys(PART_LOADS) as readonly LoadedPart[];

/** The picture of a park, kept current by the live stream and by asking; the last good one stays when both fall silent. */
export function useWallData({ park, frame, onWall, onDoubt }: WallDataLinks) {
  const { picture, stamps, put, touch, clear } = usePicture(frame);
  let pollers: ReadonlyMap<LoadedPart, Poller> = new Map();
  const stream = new WallStream({
    frame,
    onWall,
    onDoubt,
    onPicture: ({ assessment }) => put('assessment', assessment),
    onMoved: (parts) => (parts === 'all' ? LOADED : parts).forEach((part) => pollers.get(part)?.nudge()),
  });

  function poll(id: string | null): void {
    pollers.forEach((poller) => poller.stop());
    pollers = new Map(id === null ? [] : LOADED.map((part) => [part, pollerOf(part, id, put)]));
  }

  function start(id: string | null): void {
    stream.watch(id);
    poll(id);
  }

  const pulse = setInterval(() => stream.pulse() && touch('assessment'), PERIOD_MS.assessment / 2);
  watch(
    park,
    (id, before) => {
      if (before !== undefined && before !== null && id !== before) clear();
      start(id);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearInterval(pulse);
    start(null);
  });
  const { state, goodAt, lostSince } = stream;
  return { picture, stamps, stream: state, goodAt, lostSince };
}

type Put = <Part extends PartName>(part: Part, value: WallPicture[Part]) => void;

function pollerOf<Part extends LoadedPart>(part: Part, park: string, put: Put): Poller {
  return startPoller({
    periodMs: PERIOD_MS[part],
    leastMs: LEAST_MS[part],
    load: async (signal) => put(part, await PART_LOADS[part](park, signal)),
  });
}

/** Holds the picture with the time each part was last known to be current, by the server's clock. */
function usePicture(frame: Frame | null) {
  const picture = shallowRef<WallPicture>(frame?.picture ?? EMPTY_PICTURE);
  const stamps = shallowRef(frame?.stamps ?? NO_STAMPS);
  const touch = (part: PartName): void => {
    stamps.value = { ...stamps.value, [part]: serverNow() };
  };
  const put: Put = (part, value) => {
    picture.value = { ...picture.value, [part]: value };
    touch(part);
  };
  const clear = (): void => {
    picture.value = EMPTY_PICTURE;
    stamps.value = NO_STAMPS;
  };
  return { picture, stamps, put, touch, clear };
}
