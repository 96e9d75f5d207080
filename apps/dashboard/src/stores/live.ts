import { defineStore } from 'pinia';
import { computed, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { loadAssessment } from '../api/calls.js';
import { serverClock, serverNow } from '../api/http.js';
import { applyPatch, fromSnapshot, type LivePicture } from '../live/applyPatch.js';
import { connectLive, type LiveConnection, type LiveListener } from '../live/connect.js';

export type LiveStatus = 'idle' | 'connecting' | 'live' | 'lost' | 'refused';

interface LiveState {
  readonly park: Ref<string | null>;
  readonly status: Ref<LiveStatus>;
  readonly lostSince: Ref<number | null>;
  readonly picture: ShallowRef<LivePicture | null>;
  /** When the picture was last known to be current, by the server's clock. */
  readonly goodAt: Ref<number | null>;
  readonly feedTick: Ref<number>;
  /** Counts the alerts that changed. */
  readonly alertTick: Ref<number>;
  readonly failure: ShallowRef<Error | null>;
}

function nothingYet(): LiveState {
  return {
    park: ref(null),
    status: ref('idle'),
    lostSince: ref(null),
    picture: shallowRef(null),
    goodAt: ref(null),
    feedTick: ref(0),
    alertTick: ref(0),
    failure: shallowRef(null),
  };
}

/** The watched park as it is now: one revision at a time, the last good one kept when the stream is lost. */
export const useLive = defineStore('live', () => {
  const state = nothingYet();
  let connection: LiveConnection | null = null;

  /** Starts loading a park's picture; a page that opens asks for it before it knows who is signed in. */
  function prepare(id: string): void {
    if (state.park.value === id) return;
    stop();
    state.park.value = id;
    void loadFirst(state, id);
  }

  function watchPark(id: string): void {
    prepare(id);
    if (connection !== null) return;
    if (state.failure.value !== null) retry();
    state.status.value = 'connecting';
    connection = connectLive(
      id,
      listenerOf(state, () => connection?.resync()),
    );
  }

  function retry(): void {
    state.failure.value = null;
    if (state.park.value !== null) void loadFirst(state, state.park.value);
  }

  function stop(): void {
    connection?.close();
    connection = null;
    for (const part of [state.park, state.picture, state.failure, state.lostSince]) part.value = null;
    state.status.value = 'idle';
  }

  const assessment = computed(() => state.picture.value?.assessment ?? null);
  return { ...state, assessment, prepare, watchPark, retry, stop };
});

function listenerOf(
  { park, status, lostSince, picture, goodAt, feedTick, alertTick }: LiveState,
  resync: () => void,
): LiveListener {
  return {
    snapshot: (snapshot) => {
      if (snapshot.assessment.park === park.value) picture.value = fromSnapshot(snapshot);
      goodAt.value = serverNow();
    },
    patch: (patch) => {
      if (picture.value === null) return;
      const outcome = applyPatch(picture.value, patch);
      if (outcome.kind === 'applied') picture.value = outcome.picture;
      if (outcome.kind === 'gap') resync();
      goodAt.value = serverNow();
    },
    feed: () => (feedTick.value += 1),
    alert: () => (alertTick.value += 1),
    connected: () => {
      status.value = 'live';
      lostSince.value = null;
      goodAt.value = serverNow();
    },
    lost: (heardAt) => {
      if (status.value === 'live') goodAt.value = heardAt + serverClock.offset;
      if (status.value !== 'lost') lostSince.value = heardAt + serverClock.offset;
      status.value = 'lost';
    },
    refused: () => (status.value = 'refused'),
  };
}

// The first picture by plain HTTP: a page is on the screen before the socket's handshake is done.
async function loadFirst({ park, picture, goodAt, failure }: LiveState, id: string): Promise<void> {
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
