// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  capabilityStatus,
  draftFromQuery,
  draftToQuery,
  EMPTY_DRAFT,
  inferDraft,
  readSupposed,
  withClause,
  withMeasure,
  withUpTo,
  writeSupposed,
} from './draft.js';

describe('a supposed park', () => {
  it('is judged by the engine of the server: I10 at 83 % of the design', () => {
    const draft = withUpTo(
      withMeasure(EMPTY_DRAFT, 'iot_access_ratio_design', { numerator: '83', denominator: '100' }),
      'I10',
      'S3',
    );
    const inferred = inferDraft(draft).indicators.get('I10');
    expect(inferred).toMatchObject({ assured: 'S3', candidate: 'S4', ceiling: 'S5' });
  });

  it('starts at S1 with nothing known', () => {
    const { scores } = inferDraft(EMPTY_DRAFT);
    expect([scores.assured.z, scores.candidate.z, scores.ceiling.z]).toEqual([0, 0, 1_000_000]);
  });

  it('survives the address of the page', () => {
    const draft = withClause(
      withUpTo(
        withMeasure(EMPTY_DRAFT, 'enterprise_count', { numerator: '42', denominator: '1' }),
        'I10',
        'S3',
      ),
      'I17.S2.c1',
      'unmet',
    );
    expect(draftToQuery(draft)).toEqual({ m: 'enterprise_count:42/1', c: 'I10:S3;I17.S2.c1:unmet' });
    expect(draftFromQuery(draftToQuery(draft))).toEqual(draft);
  });

  it('leaves out of an address what it does not understand', () => {
    expect(
      draftFromQuery({
        m: 'nonsense:1/2;iot_access_ratio_design:NaN;:;enterprise_count',
        c: 'I99:S3;I10:S9;I10.S3.c1:maybe;__proto__:met',
      }),
    ).toEqual(EMPTY_DRAFT);
    expect(draftFromQuery({ m: ['a'], c: 7 })).toEqual(EMPTY_DRAFT);
  });

  it('lets a single clause win over "all up to a level"', () => {
    const draft = withClause(withUpTo(EMPTY_DRAFT, 'I10', 'S3'), 'I10.S3.c2', 'unmet');
    expect(capabilityStatus(draft, 'I10.S3.c1')).toBe('met');
    expect(capabilityStatus(draft, 'I10.S3.c2')).toBe('unmet');
    expect(capabilityStatus(draft, 'I10.S4.c1')).toBe('unknown');
  });
});

describe('a typed value', () => {
  it('is a percentage, a count of a whole, or a number', () => {
    expect(readSupposed('83', true)).toEqual({ numerator: '83', denominator: '100' });
    expect(readSupposed('83.25 %', true)).toEqual({ numerator: '83.25', denominator: '100' });
    expect(readSupposed('812 / 1000', true)).toEqual({ numerator: '812', denominator: '1000' });
    expect(readSupposed('42', false)).toEqual({ numerator: '42', denominator: '1' });
  });

  it('is refused when it is none of these', () => {
    for (const text of ['', 'abc', '1/2/3', 'NaN', '1e999', '80,5', '/3'])
      expect(readSupposed(text, true)).toBeNull();
  });

  it('is written as it is read', () => {
    for (const text of ['83', '812/1000']) {
      const value = readSupposed(text, true);
      expect(value && writeSupposed(value, true)).toBe(text);
    }
  });
});
