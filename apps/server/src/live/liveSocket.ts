import type { Actor, Credential } from '@parkpulse/application';
import type { ClientToServerEvents, ServerToClientEvents } from '@parkpulse/contracts';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';

/** What the server remembers of a connected browser. */
export interface LiveSocketData {
  actor: Actor;
  readonly credential: Credential;
  readonly address: string;
  /** The park it watches; null until it asked for one. */
  park: string | null;
}

export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, LiveSocketData>;
export type LiveNamespace = Namespace<
  ClientToServerEvents,
  ServerToClientEvents,
  DefaultEventsMap,
  LiveSocketData
>;

/** More waiting bytes or messages than this mean that the browser does not keep up. */
const SLOW_BYTES = 512 * 1024;
const SLOW_MESSAGES = 32;

/** Tells whether a browser reads slower than we write. */
export function isBehind(socket: LiveSocket): boolean {
  const { writeBuffer, transport } = socket.conn as unknown as {
    readonly writeBuffer: readonly unknown[];
    readonly transport?: { readonly socket?: { readonly bufferedAmount?: number } };
  };
  return writeBuffer.length > SLOW_MESSAGES || (transport?.socket?.bufferedAmount ?? 0) > SLOW_BYTES;
}
