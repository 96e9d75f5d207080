import { refuse } from '../platform/refusalError.js';
import type { HttpRequest } from '../platform/exchange.js';

/** A body far over its limit is still read to its end (and dropped), so that the sender gets to see the answer. */
const DRAINED_BYTES = 64 * 1024 * 1024;

/** Reads the whole body, refusing one of more than `limit` bytes. */
export async function readBody(request: HttpRequest, limit: number): Promise<Uint8Array> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > DRAINED_BYTES) return refuseTooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > DRAINED_BYTES) return refuseTooLarge(limit);
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > limit ? refuseTooLarge(limit) : Buffer.concat(chunks, size);
}

function refuseTooLarge(limit: number): never {
  return refuse('TOO_LARGE', {
    zh: `请求内容超过 ${limit} 字节`,
    en: `The request has more than ${limit} bytes`,
  });
}

/** The media type without parameters; refuses a type, charset or encoding that is not taken. */
export function readMediaType(request: HttpRequest, accepted: readonly string[]): string {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const mediaType = type.trim();
  const charset = parameters
    .map((each) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(each)?.[1])
    .find((each) => each !== undefined);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (
    accepted.includes(mediaType) &&
    (charset ?? 'utf-8').replace('-', '') === 'utf8' &&
    encoding === 'identity'
  )
    return mediaType;
  return refuse('UNSUPPORTED_MEDIA_TYPE', {
    zh: `只接受 ${accepted.join('、')}(UTF-8,不压缩)`,
    en: `Only ${accepted.join(' or ')} is taken, in UTF-8 and not compressed`,
  });
}
