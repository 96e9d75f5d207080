import type { IncomingMessage } from 'node:http';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Tells whether a browser sent the request from another site (ASVS 3.5). Callers that are no browsers send neither
 * header; for them only a bearer token or a cookie they were given counts.
 */
export function isCrossSite(headers: IncomingMessage['headers'], publicUrl: URL | null): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const { origin } = headers;
  return origin !== undefined && !isOwnOrigin(origin, headers.host, publicUrl);
}

/** An origin is ours when its host is the one the request was sent to, or the configured public one. */
export function isOwnOrigin(origin: string, host: string | undefined, publicUrl: URL | null): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (
    url.origin === publicUrl?.origin || (/^https?:$/.test(url.protocol) && url.host === host?.toLowerCase())
  );
}

export function changesState(method: string | undefined): boolean {
  return !SAFE_METHODS.has(method ?? '');
}
