import { WALL_TOKEN_PREFIX } from '@parkpulse/application';
import { type Middleware, pathOf } from '../platform/exchange.js';
import { refuse } from '../platform/refusalError.js';

/** What the page of a wall is made of; calls and sockets have the policy before them. */
const SERVED =
  /^\/(?:wall|wall-sw\.js|favicon\.svg|theme-before-paint\.js|assets\/[^?]*|api\/v1(?:\/.*)?|socket\.io(?:\/.*)?)$/;
/** Answered by controllers, and therefore by the policy. */
const JUDGED = /^\/(?:health|metrics|api\/openapi\.json|api\/asyncapi\.json)(?:\/|$)/;

/** Keeps the token of a wall to the wall's own page: every other page is refused, documentation included. */
export const wallPages: Middleware = (request, _response, next) => {
  const isWall = request.headers.authorization?.includes(` ${WALL_TOKEN_PREFIX}`) === true;
  const path = pathOf(request);
  if (isWall && !SERVED.test(path) && !JUDGED.test(path)) return refuse('FORBIDDEN');
  next();
};
