import { request as httpRequest } from 'node:http';
import { type RequestOptions, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Clearance } from '../outbound/outboundGuard.js';

/** What came back, or what went wrong before or after the request had left. */
export type HttpAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly retryAfter: string | null;
    }
  /** Nothing was delivered: the request never left whole. */
  | { readonly kind: 'unsent'; readonly code: string }
  /** The request had left; whether it was taken in nobody knows. */
  | { readonly kind: 'unanswered'; readonly code: string };

export interface HttpPost {
  readonly clearance: Clearance;
  /** Path and query where they differ from the URL's. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const TIMEOUT_MS = 5000;
const REPLY_CAP = 65_536;

/**
 * Posts a body to a cleared destination: connects to the address that was checked and to no other, follows no redirect,
 * waits at most five seconds for everything together and reads at most 64 KB of the reply. Never throws.
 */
export function postJson(
  { clearance, path, headers, body }: HttpPost,
  timeoutMs = TIMEOUT_MS,
): Promise<HttpAnswer> {
  const { url } = clearance;
  const options: RequestOptions = {
    ...pinned(clearance),
    method: 'POST',
    path: path ?? `${url.pathname}${url.search}`,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'ParkPulse',
      ...headers,
      host: url.host,
      'content-length': String(Buffer.byteLength(body)),
    },
    agent: false,
  };
  return exchange(url.protocol === 'https:', options, body, timeoutMs);
}

/** Gets a cleared destination, under the same rules. Never throws. */
export function getStatus(clearance: Clearance, timeoutMs = TIMEOUT_MS): Promise<HttpAnswer> {
  const { url } = clearance;
  const options: RequestOptions = {
    ...pinned(clearance),
    method: 'GET',
    path: `${url.pathname}${url.search}`,
    headers: { 'user-agent': 'ParkPulse', host: url.host },
    agent: false,
  };
  return exchange(url.protocol === 'https:', options, '', timeoutMs);
}

// The name is for the certificate and the Host header; the address is where the connection goes.
function pinned({ host, port, address, family }: Clearance): RequestOptions {
  return {
    host,
    port,
    servername: host,
    lookup: (_name, options, callback) => {
      if (options.all === true) callback(null, [{ address, family }]);
      else callback(null, address, family);
    },
  };
}

function exchange(
  isTls: boolean,
  options: RequestOptions,
  body: string,
  timeoutMs: number,
): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    let isConnected = false;
    const request = isTls ? httpsRequest(options) : httpRequest(options);
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error('timeout'), { code: 'TIMEOUT' })),
      timeoutMs,
    );
    const settle = (answer: HttpAnswer): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    request.on('socket', (socket) =>
      socket.once(isTls ? 'secureConnect' : 'connect', () => (isConnected = true)),
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'ERROR';
      settle({ kind: isConnected ? 'unanswered' : 'unsent', code });
    });
    request.on('response', (response) => {
      readReply(response, (text) => {
        const retryAfter = response.headers['retry-after'] ?? null;
        settle({ kind: 'answer', status: response.statusCode ?? 0, body: text, retryAfter });
      });
    });
    request.end(body);
  });
}

function readReply(response: IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = (): void => done(Buffer.concat(chunks).subarray(0, REPLY_CAP).toString('utf8'));
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= REPLY_CAP) finish();
  });
  response.on('end', finish);
  // A reply cut short still has its status, which decides.
  response.on('error', finish);
}
