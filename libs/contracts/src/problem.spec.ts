import { describe, expect, it } from 'vitest';
import { preferredLanguage } from './bilingual.js';
import { CODES, EVENT_CODES } from './codes.js';
import { toQuantity } from './api/quantity.js';
import { problemDocument, toProblem } from './problem.js';

describe('problem documents', () => {
  it('speak the language of the request and keep the stable code', () => {
    const detail = { zh: '未知字段 colour', en: 'unknown field colour' };
    const problem = toProblem(
      {
        code: 'UNKNOWN_FIELD',
        detail,
        instance: 'r-1',
        errors: [{ pointer: '/colour', code: 'UNKNOWN_FIELD', detail }],
      },
      'en',
    );
    expect(problem).toEqual({
      status: 400,
      code: 'UNKNOWN_FIELD',
      title: 'The field is unknown',
      detail: 'unknown field colour',
      instance: 'r-1',
      errors: [{ pointer: '/colour', code: 'UNKNOWN_FIELD', detail: 'unknown field colour' }],
    });
    expect(problemDocument.safeParse(problem).success).toBe(true);
    expect(toProblem({ code: 'NOT_FOUND', detail, instance: 'r-2' }, 'zh')).toMatchObject({
      status: 404,
      title: '未找到',
      detail: '未知字段 colour',
    });
  });

  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB,zh;q=0.5', 'en'],
    ['zh-CN,en;q=0.9', 'zh'],
    ['en;q=0.2, zh-Hans;q=0.8', 'zh'],
    ['fr, en;q=0.3', 'en'],
    ['en;q=0', 'zh'],
    ['*', 'zh'],
  ] as const)('Accept-Language %j is answered in %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});

describe('codes', () => {
  it('all have a title in Chinese and in English and an error status', () => {
    for (const { zh, en, status } of Object.values(CODES)) {
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).toMatch(/^[A-Z][\x20-\x7e]+$/);
      expect(status).toBeGreaterThanOrEqual(400);
    }
  });

  it('hold every code of the bad-input table that events can have', () => {
    expect(Object.keys(EVENT_CODES)).toEqual(
      expect.arrayContaining([
        'EMPTY_VALUE',
        'TS_UNIT',
        'UNKNOWN_SOURCE',
        'SOURCE_FORBIDDEN',
        'UNKNOWN_PARK',
        'ID_CONFLICT',
        'HEADERS_TOO_MANY',
      ]),
    );
  });
});

describe('quantities', () => {
  it.each([
    ['1035', 1035],
    ['0.5', 0.5],
    ['0.000000000000000001', 1e-18],
    ['1234567890.12345', 1234567890.12345],
    ['1234567890.123456', '1234567890.123456'],
  ])('%s is answered as %s', (text, quantity) => {
    expect(toQuantity(text)).toBe(quantity);
  });
});
