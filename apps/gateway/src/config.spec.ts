import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

const MAPPING = JSON.stringify({ devices: [{ mn: 'A1', device: 'D-1' }] });
const read = (path: string) => {
  if (path === '/mapping') return MAPPING;
  if (path === '/token') return 'secret-token\n';
  throw new Error('no such file');
};
const GOOD = {
  PARKPULSE_URL: 'http://127.0.0.1:3000',
  PARKPULSE_TOKEN_FILE: '/token',
  GATEWAY_PARK: 'demo',
  GATEWAY_MAPPING: '/mapping',
};

describe('The configuration', () => {
  it('comes from the environment, secrets also from files', () => {
    const result = readConfig({ ...GOOD, GATEWAY_PORT: '0', GATEWAY_MODE: 'lenient' }, read);
    expect(result).toMatchObject({
      kind: 'config',
      config: {
        token: 'secret-token',
        port: 0,
        host: '127.0.0.1',
        decode: { mode: 'lenient' },
        mapping: { park: 'demo' },
      },
    });
  });

  it('reports all faults at once and no secret', () => {
    const env = {
      PARKPULSE_URL: 'ftp://x',
      PARKPULSE_TOKEN: 'my secret',
      GATEWAY_PARK: 'Demo Park',
      GATEWAY_MAPPING: '/nowhere',
      GATEWAY_PORT: '70000',
      GATEWAY_MODE: 'loose',
      GATEWAY_IDLE_SECONDS: '-1',
    };
    const result = readConfig(env, read);
    const faults = result.kind === 'faults' ? result.faults : [];
    expect(faults).toHaveLength(7);
    expect(faults.join(' ')).not.toContain('my secret');
  });

  it('needs an address, a token, a park and a mapping', () => {
    const result = readConfig({}, read);
    expect(result.kind === 'faults' && result.faults).toHaveLength(4);
  });
});
