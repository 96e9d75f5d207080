import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** Smaller bodies fit one packet anyway. */
const COMPRESSED_FROM_BYTES = 1400;

export type Encoding = 'br' | 'gzip' | 'identity';

/** Picks what the client takes, the densest first. */
export function acceptedEncoding(request: IncomingMessage | undefined): Encoding {
  const accepted = String(request?.headers['accept-encoding'] ?? '');
  const takes = (name: string) => new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0+)?(?:,|$))`).test(accepted);
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}

/** Compresses in the thread pool: `fast` for answers made just now, `dense` for what is made once and sent often. */
export async function compressed(
  bytes: Buffer,
  encoding: Encoding,
  effort: 'fast' | 'dense',
): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return brotliAsync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: effort === 'fast' ? 4 : 9 } });
    case 'gzip':
      return gzipAsync(bytes, { level: effort === 'fast' ? 5 : 9 });
    case 'identity':
      return bytes;
  }
}

/** A strong entity tag of the uncompressed bytes, marked with the encoding as caches want it. */
export function entityTag(bytes: Buffer, encoding: Encoding): string {
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return encoding === 'identity' ? `"${digest}"` : `"${digest}-${encoding}"`;
}

/** Sends a JSON body: compressed where it pays, with an entity tag where the answer can be kept. */
export function sendJson(response: ServerResponse, body: unknown, status: number): void {
  response.statusCode = status;
  if (!response.hasHeader('Content-Type'))
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
  const bytes = Buffer.from(JSON.stringify(body));
  const request: IncomingMessage | undefined = response.req;
  const isKept = status === 200 && (request.method === 'GET' || request.method === 'HEAD');
  if (!response.hasHeader('Cache-Control'))
    response.setHeader('Cache-Control', isKept ? 'private, no-cache' : 'no-store');
  const encoding = bytes.byteLength < COMPRESSED_FROM_BYTES ? 'identity' : acceptedEncoding(request);
  response.setHeader('Vary', 'Accept-Encoding, Accept-Language, Cookie, Authorization');
  if (isKept) {
    const tag = entityTag(bytes, encoding);
    response.setHeader('ETag', tag);
    if (isCurrent(request, tag)) {
      endNotModified(response);
      return;
    }
  }
  sendEncoded(response, bytes, encoding);
}

/** Sends bytes that are at hand, or "not modified" to a client that has them. */
export function sendPrepared(response: ServerResponse, bytes: Buffer, encoding: Encoding, tag: string): void {
  response.setHeader('ETag', tag);
  if (isCurrent(response.req, tag)) {
    endNotModified(response);
    return;
  }
  endWith(response, bytes, encoding);
}

function sendEncoded(response: ServerResponse, bytes: Buffer, encoding: Encoding): void {
  if (encoding === 'identity') {
    endWith(response, bytes, encoding);
    return;
  }
  compressed(bytes, encoding, 'fast').then(
    (dense) => endWith(response, dense, encoding),
    () => endWith(response, bytes, 'identity'),
  );
}

function isCurrent(request: IncomingMessage, tag: string): boolean {
  const known = request.headers['if-none-match'];
  return known !== undefined && known.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}

function endNotModified(response: ServerResponse): void {
  response.statusCode = 304;
  response.removeHeader('Content-Type');
  response.end();
}

function endWith(response: ServerResponse, bytes: Buffer, encoding: Encoding): void {
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Length', bytes.byteLength);
  if (response.req.method === 'HEAD') response.end();
  else response.end(bytes);
}
