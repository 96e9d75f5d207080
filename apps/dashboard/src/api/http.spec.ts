import { afterEach, describe, expect, it, vi } from 'vitest';
import { call, ProblemError, UnreachableError } from './http.js';

const answer = (status: number, body: unknown, type = 'application/json') =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': type },
  });

describe('calling the API', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('asks in the reader’s language and leaves out empty parameters', async () => {
    document.documentElement.lang = 'en';
    const fetched = vi.fn().mockResolvedValue(answer(200, { ok: true }));
    vi.stubGlobal('fetch', fetched);
    expect(await call('/parks', { query: { at: null, knownAt: undefined, limit: 5, cursor: '' } })).toEqual({
      ok: true,
    });
    const [url, init] = fetched.mock.calls[0] as [string, RequestInit];
    expect(url).toBe('/api/v1/parks?limit=5');
    expect((init.headers as Record<string, string>)['accept-language']).toBe('en');
  });

  it('makes a refusal a value that says what and where', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn().mockResolvedValue(
        answer(
          400,
          {
            status: 400,
            code: 'FIELD_INVALID',
            title: '字段值无效',
            detail: 'd',
            errors: [{ pointer: '/from', code: 'TS_NO_OFFSET', detail: '缺少时区' }],
          },
          'application/problem+json',
        ),
      ),
    );
    const error = await call('/x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      status: 400,
      code: 'FIELD_INVALID',
      message: '字段值无效',
      errors: [{ pointer: '/from' }],
    });
  });

  it('tells a server that is away from one that refuses', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('failed')));
    await expect(call('/x')).rejects.toBeInstanceOf(UnreachableError);
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answer(502, 'bad gateway', 'text/html')));
    await expect(call('/x')).rejects.toBeInstanceOf(UnreachableError);
    vi.stubGlobal(
      'fetch',
      vi
        .fn()
        .mockResolvedValue(
          answer(503, { status: 503, code: 'UNAVAILABLE', title: 't' }, 'application/problem+json'),
        ),
    );
    await expect(call('/x')).rejects.toBeInstanceOf(ProblemError);
  });

  it('survives an error page that is no problem document', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answer(500, '<html>', 'text/html')));
    await expect(call('/x')).rejects.toMatchObject({ code: 'HTTP_500' });
  });

  it('answers null for no content', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(new Response(null, { status: 204 })));
    expect(await call('/session', { method: 'DELETE' })).toBeNull();
  });
});
