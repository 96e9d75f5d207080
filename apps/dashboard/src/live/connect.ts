import type {
  ClientToServerEvents,
  LiveFeed,
  LivePatch,
  LiveSnapshot,
  OwnWall,
  ServerToClientEvents,
} from '@parkpulse/contracts';
import { io, type Socket } from 'socket.io-client';
import { bearer } from '../api/http.js';

/** What the live stream tells its owner. */
export interface LiveListener {
  snapshot(snapshot: LiveSnapshot): void;
  patch(patch: LivePatch): void;
  alert?(): void;
  feed?(feed: LiveFeed): void;
  /** To a wall: the desk changed what it is to show. */
  wall?(wall: OwnWall): void;
  /** The stream is up and the watch was granted. */
  connected(): void;
  /** No longer live; `heardAt` is when the server was last heard, by this browser's clock. */
  lost(heardAt: number): void;
  refused(code: string): void;
}

export interface LiveConnection {
  /** Asks for a new snapshot, as after a gap in the revisions. */
  resync(): void;
  close(): void;
}

const SILENCE_MS = 1500;
const PROBE_TIMEOUT_MS = 1500;

/** Watches one park; comes back by itself after every loss and then takes a new snapshot. */
export function connectLive(park: string, listener: LiveListener): LiveConnection {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io('/live', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
    timeout: 5000,
    withCredentials: true,
    auth: (give) => give(bearer.token === null ? {} : { token: bearer.token }),
  });
  const watch = (): void => {
    socket.emit('watch', { park }, (answer) => {
      if (answer.ok) listener.connected();
      else listener.refused(answer.code);
    });
  };
  socket.on('connect', watch);
  socket.on('disconnect', () => listener.lost(Date.now()));
  socket.on('connect_error', () => listener.lost(Date.now()));
  socket.on('snapshot', (snapshot) => listener.snapshot(snapshot));
  socket.on('patch', (patch) => listener.patch(patch));
  socket.on('alert', () => listener.alert?.());
  socket.on('feed', (feed) => listener.feed?.(feed));
  socket.on('wall', (wall) => listener.wall?.(wall));
  const stopListening = hearSilence(socket, (heardAt) => {
    listener.lost(heardAt);
    socket.disconnect().connect();
  });
  const offline = (): void => listener.lost(Date.now());
  window.addEventListener('offline', offline);
  return {
    resync: watch,
    close: () => {
      stopListening();
      window.removeEventListener('offline', offline);
      socket.close();
    },
  };
}

/**
 * Notices within 5 s that the server has gone without closing the line: after 1.5 s without a packet it asks for the
 * server's pulse, and calls `silent` when none comes within 1.5 s.
 */
function hearSilence(socket: Socket, silent: (heardAt: number) => void): () => void {
  let heardAt = Date.now();
  let asking = false;
  const hear = (): void => {
    heardAt = Date.now();
  };
  socket.on('connect', () => {
    hear();
    socket.io.engine.on('packet', hear);
  });
  const timer = setInterval(() => {
    if (!socket.connected || asking || document.hidden || Date.now() - heardAt < SILENCE_MS) return;
    asking = true;
    fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
      .then(hear, () => silent(heardAt))
      .finally(() => (asking = false));
  }, 500);
  return () => clearInterval(timer);
}
