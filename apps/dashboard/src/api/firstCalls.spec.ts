import { afterEach, describe, expect, it, vi } from 'vitest';
import { call } from './http.js';

const held = globalThis as { parkpulseFirstCalls?: Record<string, Promise<Response>> };
const answer = (text: string) => new Response(JSON.stringify({ text }));

afterEach(() => {
  delete held.parkpulseFirstCalls;
  vi.unstubAllGlobals();
});

describe('a call that was made before the code was here', () => {
  it('is answered from it once, then by the server', async () => {
    held.parkpulseFirstCalls = { '/api/v1/parks?limit=1000': Promise.resolve(answer('early')) };
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answer('later')));
    const ask = () => call<{ text: string }>('/parks', { query: { limit: 1000 } });
    expect([(await ask()).text, (await ask()).text]).toEqual(['early', 'later']);
  });

  it('is made again when it failed, and never stands in for a change', async () => {
    held.parkpulseFirstCalls = {
      '/api/v1/session': Promise.reject(new TypeError('away')),
      '/api/v1/parks': Promise.resolve(answer('early')),
    };
    vi.stubGlobal(
      'fetch',
      vi.fn().mockImplementation(() => Promise.resolve(answer('later'))),
    );
    expect(await call('/session')).toEqual({ text: 'later' });
    expect(await call('/parks', { method: 'POST', body: {} })).toEqual({ text: 'later' });
  });
});
