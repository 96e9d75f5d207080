import { describe, expect, it } from 'vitest';
import { RefusalError } from '../platform/refusalError.js';
import { readQuery } from './readQuery.js';

const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof RefusalError ? error.refusal.code : error;
  }
};

describe('parameters of a URL', () => {
  it('are read decoded', () => {
    expect(readQuery('/a?from=2026-01-01T00%3A00%3A00%2B08%3A00&limit=5', true)).toEqual({
      from: '2026-01-01T00:00:00+08:00',
      limit: '5',
    });
    expect(readQuery('/a', true)).toEqual({});
  });

  it('are refused twice, and where the call takes none', () => {
    expect(codeOf(() => readQuery('/a?a=1&a=2', true))).toBe('DUPLICATE_PARAMETER');
    expect(codeOf(() => readQuery('/a?a=1', false))).toBe('UNKNOWN_FIELD');
  });
});
