import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { loadAssessment } from '../api/calls.js';
import { serverNow } from '../api/http.js';
import type { LiveSnapshot } from '../api/types.js';
import { applyPatch, fromSnapshot, type LivePicture } from '../live/applyPatch.js';
import { connectLive, type LiveConnection } from '../live/connect.js';

export type LiveStatus = 'idle' | 'connecting' | 'live' | 'lost' | 'refused';

/** The watched park as it is now: one revision at a time, the last good one kept when the stream is lost. */
export const useLive = defineStore('live', () => {
  const park = ref<string | null>(null);
  const status = ref<LiveStatus>('idle');
  const lostSince = ref<number | null>(null);
  const picture = shallowRef<LivePicture | null>(null);
  /** When the picture was last known to be current, by the server's clock. */
  const goodAt = ref<number | null>(null);
  const feedTick = ref(0);
  const failure = shallowRef<Error | null>(null);
  let connection: LiveConnection | null = null;

  const assessment = computed(() => picture.value?.assessment ?? null);

  function watchPark(id: string): void {
    if (park.value === id && connection !== null) return;
    stop();
    park.value = id;
    status.value = 'connecting';
    void loadFirst(id);
    connection = connectLive(id, {
      snapshot: take,
      patch: (patch) => {
        if (picture.value === null) return;
        const outcome = applyPatch(picture.value, patch);
        if (outcome.kind === 'applied') picture.value = outcome.picture;
        if (outcome.kind === 'gap') connection?.resync();
        goodAt.value = serverNow();
      },
      feed: () => (feedTick.value += 1),
      connected: () => {
        status.value = 'live';
        lostSince.value = null;
        goodAt.value = serverNow();
      },
      lost,
      refused: () => (status.value = 'refused'),
    });
  }

  function take(snapshot: LiveSnapshot): void {
    if (snapshot.assessment.park === park.value) picture.value = fromSnapshot(snapshot);
    goodAt.value = serverNow();
  }

  function lost(): void {
    if (status.value === 'live') goodAt.value = serverNow();
    if (status.value !== 'lost') lostSince.value = serverNow();
    status.value = 'lost';
  }

  // The first picture by plain HTTP: a page is on the screen before the socket's handshake is done.
  async function loadFirst(id: string): Promise<void> {
    try {
      const first = await loadAssessment(id, { at: null, knownAt: null });
      if (park.value !== id || picture.value !== null) return;
      picture.value = { epoch: '', revision: first.revision, assessment: first };
      goodAt.value = serverNow();
      failure.value = null;
    } catch (error) {
      if (park.value === id) failure.value = error as Error;
    }
  }

  function retry(): void {
    failure.value = null;
    if (park.value !== null) void loadFirst(park.value);
  }

  function stop(): void {
    connection?.close();
    connection = null;
    park.value = null;
    picture.value = null;
    failure.value = null;
    lostSince.value = null;
    status.value = 'idle';
  }

  return { park, status, lostSince, goodAt, picture, assessment, feedTick, failure, watchPark, retry, stop };
});
