import { describe, expect, it } from 'vitest';
import { LoginLimit } from './attemptLimit.js';
import { Pace } from './pace.js';

describe('failed sign-ins', () => {
  it('are limited to five a minute for an account, wherever they come from', () => {
    const limit = new LoginLimit();
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(limit.take('admin', `10.0.0.${attempt}`, attempt)).toBe(0);
    expect(limit.take('ADMIN', '10.0.0.9', 10)).toBe(60);
    expect(limit.take('admin', '10.0.0.9', 60_001)).toBe(0);
  });

  it('are limited to twenty a minute for an address, whatever the account', () => {
    const limit = new LoginLimit();
    for (let attempt = 0; attempt < 20; attempt += 1)
      expect(limit.take(`user${attempt}`, '10.0.0.1', 0)).toBe(0);
    expect(limit.take('someone', '10.0.0.1', 1000)).toBe(59);
  });

  it('do not count once one signs in', () => {
    const limit = new LoginLimit();
    for (let attempt = 0; attempt < 100; attempt += 1) {
      expect(limit.take('admin', '10.0.0.1', attempt)).toBe(0);
      limit.succeeded('admin', '10.0.0.1');
    }
  });
});

describe('the pace of requests', () => {
  it('lets a burst pass, slows a flood down and refuses only what would wait too long', () => {
    const pace = new Pace(100, 200, 2000);
    const waits = Array.from({ length: 500 }, () => pace.admit('someone', 0));
    expect(waits.slice(0, 200).every((wait) => wait === 0)).toBe(true);
    expect(waits[250]).toBe(510);
    expect(waits[399]).toBe(2000);
    expect(waits[400]).toBeNull();
    expect(pace.admit('another', 0)).toBe(0);
    expect(pace.admit('someone', 5000)).toBe(0);
  });
});
