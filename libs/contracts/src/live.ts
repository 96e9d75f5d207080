import type { Alert, Feed } from './api/operationShapes.js';
import type { Assessment } from './api/assessmentShapes.js';
import type { LivePatch } from './api/livePatchShape.js';
import type { OwnWall } from './api/wallShapes.js';
import type { Code } from './codes.js';

/** The socket.io namespace of live push (CONTRACT section 5). */
export const LIVE_NAMESPACE = '/live';

/** All of a park at one revision. A new `epoch` means that revisions were counted anew: drop what was kept. */
export interface LiveSnapshot {
  readonly epoch: string;
  readonly revision: number;
  readonly assessment: Assessment;
}

/** An alert that was raised or has changed. */
export type LiveAlert = Alert;

export interface LiveFeed extends Feed {
  readonly park: string;
}

export interface WatchRequest {
  readonly park: string;
}

/** Whether the watch was granted; after `ok: true` a `snapshot` follows. */
export type WatchReply = { readonly ok: true } | { readonly ok: false; readonly code: Code };

export interface ClientToServerEvents {
  watch: (request: WatchRequest, reply?: (answer: WatchReply) => void) => void;
}

export interface ServerToClientEvents {
  snapshot: (snapshot: LiveSnapshot) => void;
  patch: (patch: LivePatch) => void;
  alert: (alert: LiveAlert) => void;
  feed: (feed: LiveFeed) => void;
  /** To a wall only: the desk changed something. */
  wall: (wall: OwnWall) => void;
}
