import { describe, expect, it } from 'vitest';
import { splitBatch } from './splitBatch.js';

const split = (text: string) => splitBatch(new TextEncoder().encode(text));
const items = (text: string) => {
  const result = split(text);
  return result.kind === 'events'
    ? result.events.map((bytes) => new TextDecoder().decode(bytes).trim())
    : result.kind;
};

describe('a batch is cut into the bytes of its events', () => {
  it('keeps each item as it was written, digits, spaces and all', () => {
    expect(items(' [ {"v":0.79999999999999999999} , {"s":"a,]}\\"["} ,[1,[2]] ] \n')).toEqual([
      '{"v":0.79999999999999999999}',
      '{"s":"a,]}\\"["}',
      '[1,[2]]',
    ]);
  });

  it('takes an empty array and strips a byte order mark', () => {
    expect(items('[]')).toEqual([]);
    expect(items('\uFEFF[{}]')).toEqual(['{}']);
  });

  it('says that an object is no batch', () => {
    expect(items('{"a":1}')).toBe('notArray');
    expect(items('80')).toBe('notArray');
  });

  it.each(['', '[', '[{}', '[{},]', '[,{}]', '[{}]x', '[{"a]', '[{}}', '["\\'])(
    'refuses what no array ends like: %j',
    (text) => {
      expect(items(text)).toBe('malformed');
    },
  );
});
