import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber, numberText, toNumber } from './exactNumber.js';
import { type JsonLimits, type JsonValue, toPointer } from './jsonReader.js';
import { EVENT_LIMITS, REQUEST_LIMITS, readJson } from './readJson.js';

const LIMITS: JsonLimits = { maxBytes: 4096, maxDepth: 4, maxItems: 5 };
const read = (text: string, limits = REQUEST_LIMITS) => readJson(new TextEncoder().encode(text), limits);
const valueOf = (text: string): JsonValue => {
  const reading = read(text);
  if (!reading.ok) throw new Error(reading.refusal.detail.en);
  return reading.value;
};
const codeOf = (text: string, limits = REQUEST_LIMITS): string => {
  const reading = read(text, limits);
  return reading.ok ? 'accepted' : reading.refusal.code;
};

describe('reading JSON', () => {
  it('agrees with JSON.parse on what it writes', () => {
    const plain = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme-ascii' });
    fc.assert(
      fc.property(plain, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const reading = read(text, { ...REQUEST_LIMITS, maxDepth: 100 });
        fc.pre(reading.ok || !/PROTO_KEY|BAD_STRING/.test(reading.refusal.code));
        expect(reading.ok && JSON.stringify(reading.value, writeExact)).toBe(
          JSON.stringify(value, writeExact),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('accepts only what JSON.parse accepts', () => {
    const noise = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"',
        '1',
        '-',
        '0',
        '.5',
        'e3',
        'true',
        'nul',
        'null',
        ' ',
        '\\u0041',
        '\n',
        '\u00a0',
      ),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join('');
        if (read(text).ok) expect(() => JSON.parse(text) as unknown).not.toThrow();
        else if (!/DUPLICATE|TOO_/.test(codeOf(text))) expect(() => JSON.parse(text) as unknown).toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    '{"a":1,}',
    '[1,]',
    '[,1]',
    '{a:1}',
    "{'a':1}",
    '01',
    '-',
    '+1',
    '1.',
    '.5',
    '1e',
    '0x10',
    'tru',
    'nulll',
    '"a',
    '"\\x"',
    '"\\u12"',
    '"a\nb"',
    '[1 2]',
    '{"a" 1}',
    '{"a":}',
    '[1]]',
    '{}{}',
    'NaN',
    'Infinity',
    '-Infinity',
    '/**/1',
  ])('refuses %s as BAD_JSON', (text) => {
    expect(codeOf(text)).toBe('BAD_JSON');
  });

  it('tells line, column and position of a fault', () => {
    const reading = read('{\n  "a": tru\n}');
    expect(reading.ok ? '' : reading.refusal.detail.en).toBe(
      'The JSON has a syntax error at line 2, column 8 (position 9)',
    );
    expect(reading.ok ? '' : reading.refusal.detail.zh).toContain('第 2 行第 8 列');
  });

  it('keeps every digit of a number that a double would round', () => {
    expect(valueOf('79.99999999999999999')).toEqual(new ExactNumber('79.99999999999999999'));
    expect(valueOf('80.00000000000001')).toEqual(new ExactNumber('80.00000000000001'));
    expect(valueOf('0.1')).toBe(0.1);
    expect(valueOf('123456789012345')).toBe(123456789012345);
    expect(valueOf('0.000000000000000123')).toBe(1.23e-16);
    expect(valueOf('1.5e3')).toBe(1500);
    expect(valueOf('[-0]')).toEqual([0]);
    expect(valueOf('1e400')).toEqual(new ExactNumber('1e400'));
    expect(valueOf('1e-400')).toEqual(new ExactNumber('1e-400'));
    expect(valueOf('0e999999')).toBe(0);
  });

  it('bounds bytes, depth and count', () => {
    expect(codeOf('[[[[]]]]', LIMITS)).toBe('accepted');
    expect(codeOf('[[[[[]]]]]', LIMITS)).toBe('TOO_DEEP');
    expect(codeOf('[1,2,3,4,5]', LIMITS)).toBe('accepted');
    expect(codeOf('[1,2,3,4,5,6]', LIMITS)).toBe('TOO_MANY');
    expect(codeOf('{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}', LIMITS)).toBe('TOO_MANY');
    expect(codeOf(`"${'x'.repeat(4095)}"`, LIMITS)).toBe('TOO_LARGE');
    expect(EVENT_LIMITS).toEqual({ maxBytes: 262_144, maxDepth: 16, maxItems: 1000 });
  });

  it('names the place of a key that stands twice, of a list that is too long, of a refused text', () => {
    const pointerOf = (text: string) => {
      const reading = read(text, LIMITS);
      return reading.ok ? null : reading.refusal.pointer;
    };
    expect(pointerOf('{"a":{"b/c":1,"b/c":2}}')).toBe('/a/b~1c');
    expect(pointerOf('{"a":[1,2,3,4,5,6]}')).toBe('/a/5');
    expect(pointerOf('{"a":["x\\u0000"]}')).toBe('/a/0');
    expect(pointerOf('{"__proto__":1}')).toBe('/__proto__');
    expect(pointerOf('{"a\\u200b":1}')).toBe('');
  });

  it.each([
    'a\\u0000',
    '\\ud800',
    '\\udc00x',
    '\u200b',
    '\u202e',
    '\u2066',
    '\ufeffx',
    '\\u001b[31m',
    '\u0085',
  ])('refuses the text %j as BAD_STRING', (text) => {
    expect(codeOf(`["${text}"]`)).toBe('BAD_STRING');
  });

  it.each(['中文', '😀', 'a\\tb', 'line\\nline', '\\u4e2d', '\\ud83d\\ude00', '/\\/', '\u3000'])(
    'takes the text %j',
    (text) => {
      expect(valueOf(`"${text}"`)).toBe(JSON.parse(`"${text}"`));
    },
  );

  it('strips one byte order mark and refuses what is no UTF-8', () => {
    expect(valueOf('\ufeff{}')).toEqual({});
    const codes = [
      [0xff, 0xfe],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0x22, 0xe4, 0xbd],
    ].map((bytes) => {
      const reading = readJson(Uint8Array.from(bytes), REQUEST_LIMITS);
      return reading.ok ? '' : reading.refusal.code;
    });
    expect(codes).toEqual(['BAD_ENCODING', 'BAD_ENCODING', 'BAD_ENCODING', 'BAD_ENCODING']);
  });
});

describe('numbers as text', () => {
  it('a number read from text is written with the same value, in plain notation', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,2})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        const plain = numberText(toNumber(text));
        expect(plain).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(Number(plain) + 0).toBe(Number(text) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('has none for an exponent that no measurement has', () => {
    expect(numberText(new ExactNumber('1e401'))).toBeNull();
    expect(new ExactNumber('1e309').isFinite).toBe(false);
    expect(new ExactNumber('1.7e308').isFinite).toBe(true);
  });
});

describe('pointers', () => {
  it('are cut and cleaned, so that they can be stored', () => {
    expect(toPointer(['a~b', 'c/d', 0])).toBe('/a~0b/c~1d/0');
    expect(toPointer(['x'.repeat(500)])).toHaveLength(200);
    expect(toPointer(['a\0b'])).toBe('/a\ufffdb');
  });
});

function writeExact(_key: string, value: unknown): unknown {
  if (value instanceof ExactNumber) return Number(value.text);
  return Object.is(value, -0) ? 0 : value;
}
