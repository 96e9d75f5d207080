import { describe, expect, it } from 'vitest';
import { versionAdvice } from './versionAdvice.js';

const advice = (postgres: number, timescale: string | null) =>
  versionAdvice({ postgres, timescale }).join('\n');

describe('a pair of versions', () => {
  it('that is in order is not talked about', () => {
    for (const postgres of [16, 17, 18]) expect(advice(postgres, '2.29.2')).toBe('');
    expect(advice(17, '2.30.0')).toBe('');
    expect(advice(15, null)).toBe('');
  });

  it('with a known fault is named, with what to do', () => {
    expect(advice(15, '2.22.1')).toMatch(
      /PostgreSQL 15 with TimescaleDB 2\.22\.1: the newest[^]*overlap[^]*restore[^]*SkipScan/,
    );
    expect(advice(17, '2.26.3')).toMatch(/restore/);
    expect(advice(17, '2.26.3')).not.toMatch(/overlap/);
    expect(advice(17, '2.29.1')).toMatch(/SkipScan.*2\.29\.2 or newer/);
    expect(advice(15, '2.28.3').split('\n')).toHaveLength(1);
  });

  it('that nobody has tried is named too', () => {
    expect(advice(14, null)).toMatch(/too old/);
    expect(advice(19, '2.31.0')).toMatch(/newer than what was tried/);
  });
});
