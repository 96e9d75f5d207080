import { refuse } from './refusalError.js';
import type { Middleware } from './exchange.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Encoded separators, NUL and other control characters have no place in any path or parameter of ours. */
const SUSPECT = /%(?:2f|5c|[01][0-9a-f]|7f)|[\\\u0000-\u001f\u007f]/i;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
const LONGEST_URL = 8192;

/** Refuses paths that are not plain text and methods that no resource has, before anything looks at them. */
export const pathGuard: Middleware = (request, response, next) => {
  const method = request.method ?? '';
  if (!METHODS.has(method)) {
    response.setHeader('Allow', [...METHODS].join(', '));
    return refuse('METHOD_NOT_ALLOWED');
  }
  const [path = '', query = ''] = splitOnce(request.originalUrl);
  if (request.originalUrl.length > LONGEST_URL || SUSPECT.test(path) || DOT_SEGMENT.test(path)) return refuse('BAD_PATH');
  if (!isDecodable(path) || !isDecodable(query) || /%00/.test(query)) return refuse('BAD_PATH');
  next();
};

function splitOnce(url: string): readonly [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
