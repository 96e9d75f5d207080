import { afterEach, describe, expect, it, vi } from 'vitest';
import { bearer, call, signedOut } from '../../api/http.js';

afterEach(() => {
  bearer.token = null;
  vi.unstubAllGlobals();
});

function answering(status: number) {
  const asked = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(new Response('{}', { status })));
  vi.stubGlobal('fetch', asked);
  return asked;
}

describe('calls of a wall', () => {
  it('carry its token, those of a person none', async () => {
    const asked = answering(200);
    await call('/wall');
    bearer.token = 'ppw_x';
    await call('/wall');
    await call('/wall/report', { method: 'POST', body: {} });
    const sent = asked.mock.calls.map(([, { headers }]) => (headers as Record<string, string>)['authorization']);
    expect(sent).toEqual([undefined, 'Bearer ppw_x', 'Bearer ppw_x']);
  });

  it('never lead to the sign-in page: a revoked wall shows a code again', async () => {
    answering(401);
    const led = vi.spyOn(signedOut, 'handle');
    bearer.token = 'ppw_x';
    const asking = call('/wall').catch(() => undefined);
    bearer.token = null;
    await asking;
    expect(led).not.toHaveBeenCalled();
  });
});
