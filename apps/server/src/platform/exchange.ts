import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Actor, ParkRecord } from '@parkpulse/application';
import { preferredLanguage } from '@parkpulse/contracts';

/** A request as it passes through the server, with what was found out about it on the way. */
export interface HttpRequest extends IncomingMessage {
  /** The path and query as they came, before any router shortened `url`. */
  readonly originalUrl: string;
  /** Path parameters, decoded; filled by the router. */
  readonly params: Readonly<Record<string, string>>;
  requestId?: string;
  actor?: Actor;
  /** The park of the path, once it is known to exist and to be the actor's to see. */
  park?: ParkRecord;
  asked?: unknown;
  /** The route's own pattern, for metrics without a label per id. */
  routePattern?: string;
}

export type HttpResponse = ServerResponse;
export type Next = (error?: unknown) => void;
export type Middleware = (request: HttpRequest, response: HttpResponse, next: Next) => void;

const TRACEABLE = /^[A-Za-z0-9_-]{8,64}$/;

/** Gives every request an id, taking over a harmless one of the caller so that both sides can search their logs. */
export const requestId: Middleware = (request, response, next) => {
  const given = request.headers['x-request-id'];
  request.requestId = typeof given === 'string' && TRACEABLE.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', request.requestId);
  next();
};

export function requestIdOf(request: HttpRequest): string {
  return request.requestId ?? '';
}

export function pathOf(request: HttpRequest): string {
  return request.originalUrl.split('?', 1)[0] ?? '/';
}

export function languageOf(request: IncomingMessage): 'zh' | 'en' {
  return preferredLanguage(request.headers['accept-language']);
}

/** The peer's address. Forwarding headers are not believed. */
export function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}
