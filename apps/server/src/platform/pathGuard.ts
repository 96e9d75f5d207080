import type { Middleware } from './exchange.js';
import { refuse } from './refusalError.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Encoded separators, NUL and other control characters have no place in a path of ours. */
const SUSPECT = /%(?:2f|5c|[01][0-9a-f]|7f)|[\\\p{Cc}]/iu;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
const LONGEST_URL = 8192;

/** Refuses paths that are not plain text and methods that no resource has, before anything looks at them. */
export const pathGuard: Middleware = (request, response, next) => {
  if (!METHODS.has(request.method ?? '')) {
    response.setHeader('Allow', [...METHODS].join(', '));
    return refuse('METHOD_NOT_ALLOWED');
  }
  if (!isPlain(request.originalUrl)) return refuse('BAD_PATH');
  next();
};

function isPlain(url: string): boolean {
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  const hasGoodPath = !SUSPECT.test(path) && !DOT_SEGMENT.test(path) && isDecodable(path);
  return hasGoodPath && url.length <= LONGEST_URL && isDecodable(query) && !query.includes('%00');
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
