import { describe, expect, it } from 'vitest';
import { PARTS, type Part, isWanted, isWhole, readOptions } from './options.js';

const wanted = (...words: string[]): readonly string[] =>
  (Object.keys(PARTS) as Part[]).filter((part) => isWanted(readOptions(words), part));

describe('options of the benchmark', () => {
  it('a full run has every part that does not want to be named', () => {
    expect(wanted()).toEqual(Object.keys(PARTS).filter((part) => part !== 'devices'));
  });

  it('a quick run leaves out what takes minutes', () => {
    expect(wanted('--quick')).toEqual(['rates', 'inference', 'serving', 'live', 'ingest']);
  });

  it('parts that are named run alone, in their own order, quick or not', () => {
    expect(wanted('rebuild', 'rates', '--quick')).toEqual(['rates', 'rebuild']);
    expect(wanted('devices')).toEqual(['devices']);
    expect(() => readOptions(['indexing'])).toThrow('indexing');
  });

  it('only a run of all parts and rounds is kept', () => {
    expect(isWhole(readOptions([]))).toBe(true);
    expect(isWhole(readOptions(['--rounds', '7']))).toBe(true);
    for (const words of [['--quick'], ['--rounds', '3'], ['ingest']])
      expect(isWhole(readOptions(words))).toBe(false);
  });
});
