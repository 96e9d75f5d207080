import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { type Encoding, acceptedEncoding, compressed, entityTag, sendPrepared } from './sendJson.js';
import { type HttpRequest, type HttpResponse, type Middleware, pathOf } from './exchange.js';
import { refuse } from './refusalError.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const COMPRESSED_TYPES = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.txt']);
/** Paths that belong to the API; the dashboard's own routes are all others. */
const OWN_PATHS = /^\/(?:api|health|metrics|socket\.io)(?:\/|$)/;
/** Vite puts a digest of the content into these names: they never change. */
const IMMUTABLE = /^\/assets\//;

interface SentFile {
  readonly bytes: Buffer;
  readonly tag: string;
}

/** The files of a built single-page application, read and compressed once when first asked for. */
export class StaticFiles {
  private readonly files = new Map<string, string>();
  private readonly sent = new Map<string, Promise<SentFile>>();

  constructor(folder: string) {
    if (!existsSync(join(folder, 'index.html'))) return;
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, entry);
      if (statSync(path).isFile()) this.files.set(`/${relative(folder, path).split(sep).join('/')}`, path);
    }
  }

  get isEmpty(): boolean {
    return this.files.size === 0;
  }

  /** Serves files and, for paths of the application's own router, its page. */
  readonly serve: Middleware = (request, response, next) => {
    const path = pathOf(request);
    if (OWN_PATHS.test(path)) return next();
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const name = this.files.has(decodeURIComponent(path)) ? decodeURIComponent(path) : '/index.html';
    if (!this.files.has(name) || (name === '/index.html' && extname(path) !== '' && path !== name))
      return next();
    this.send(name, request, response).catch(next);
  };

  private async send(name: string, request: HttpRequest, response: HttpResponse): Promise<void> {
    const extension = extname(name);
    const encoding = COMPRESSED_TYPES.has(extension) ? acceptedEncoding(request) : 'identity';
    const { bytes, tag } = await this.prepare(name, encoding);
    response.setHeader('Content-Type', TYPES[extension] ?? 'application/octet-stream');
    response.setHeader(
      'Cache-Control',
      IMMUTABLE.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    if (COMPRESSED_TYPES.has(extension)) response.setHeader('Vary', 'Accept-Encoding');
    sendPrepared(response, bytes, encoding, tag);
  }

  private prepare(name: string, encoding: Encoding): Promise<SentFile> {
    const key = `${encoding} ${name}`;
    const known = this.sent.get(key);
    if (known !== undefined) return known;
    const file = readAndCompress(this.files.get(name) ?? '', encoding);
    this.sent.set(key, file);
    file.catch(() => this.sent.delete(key));
    return file;
  }
}

async function readAndCompress(path: string, encoding: Encoding): Promise<SentFile> {
  const bytes = await readFile(path);
  return { bytes: await compressed(bytes, encoding, 'dense'), tag: entityTag(bytes, encoding) };
}

/** What a visitor sees when the dashboard was not built. */
export const missingDashboard: Middleware = (request, response, next) => {
  if (OWN_PATHS.test(pathOf(request)) || request.method !== 'GET') return next();
  if (pathOf(request) !== '/') return refuse('NOT_FOUND');
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(
    'ParkPulse 园脉\n\nThe dashboard is not built: run `npm run build`. The API is at /api/docs.\n',
  );
};
