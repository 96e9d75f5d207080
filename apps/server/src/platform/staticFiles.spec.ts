import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpRequest } from './exchange.js';
import { StaticFiles } from './staticFiles.js';

const folder = mkdtempSync(join(tmpdir(), 'parkpulse-static-'));
let server: Server;
let base = '';

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>园脉</title>');
  writeFileSync(join(folder, 'assets/app-1a2b.js'), `export const text = '${'a'.repeat(5000)}';`);
  const files = new StaticFiles(folder);
  server = createServer((request, response) => {
    const asked = Object.assign(request, { originalUrl: request.url ?? '/', params: {} }) as HttpRequest;
    files.serve(asked, response, () => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${base}${path}`, { headers });

describe('the built dashboard', () => {
  it('answers its page for every path of its own router, always checked again', async () => {
    for (const path of ['/', '/parks/demo', '/parks/demo/indicators/I10']) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toContain('园脉');
    }
  });

  it('keeps files with a digest in their name for ever, compressed', async () => {
    const answer = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br' });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(500);
    expect((await answer.text()).length).toBeGreaterThan(5000);
    const tag = answer.headers.get('etag') ?? '';
    expect((await get('/assets/app-1a2b.js', { 'accept-encoding': 'br', 'if-none-match': tag })).status).toBe(
      304,
    );
  });

  it('leaves the API, missing files and other methods to others', async () => {
    for (const path of [
      '/api/v1/nothing',
      '/health/nothing',
      '/metrics',
      '/assets/gone-9.js',
      '/favicon.ico',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await fetch(`${base}/`, { method: 'POST' })).status).toBe(404);
  });
});

describe('a dashboard that was not built', () => {
  it('is known to be missing', () => {
    expect(new StaticFiles(join(folder, 'nowhere')).isEmpty).toBe(true);
  });
});
