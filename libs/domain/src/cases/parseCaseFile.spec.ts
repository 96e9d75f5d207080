import { describe, expect, test } from 'vitest';
import { HGT_6313_2024 } from '../standard/edition.js';
import { compileStandard } from '../inference/compileStandard.js';
import { CaseSyntaxError } from './caseFile.js';
import { parseCaseFile } from './parseCaseFile.js';
import { runCases } from './runCases.js';
import { parseScoreVectors, scoreDifference } from './scoreVectors.js';
import { planScoring } from '../assessment/scoring.js';

const standard = compileStandard(HGT_6313_2024);
const clauses = ['clauses S2: m1', 'clauses S3: m1', 'clauses S4: m1', 'clauses S5: m1'];
const file = (...lines: readonly string[]): string => ['indicator I38', ...clauses, ...lines].join('\n');

describe('a case file', () => {
  test('holds titles, givens and cases', () => {
    const { indicator, cases } = parseCaseFile(
      file('# strict above S2', 'given attest S5', 'cloud_migration_ratio = 40/100 -> S2 S2 S2, S3.m1 unmet'),
    );
    expect(indicator).toBe('I38');
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({
      title: 'strict above S2',
      line: 8,
      levels: { assured: 'S2', candidate: 'S2', ceiling: 'S2' },
      clauses: [{ id: 'I38.S3.m1', status: 'unmet', reason: null }],
    });
  });

  test('a case that the standard does not satisfy is reported with its line and what differs', () => {
    const wrong = parseCaseFile(
      file(
        'cloud_migration_ratio = 2/5 -> S3 S3 S3, S2.m1 unmet, S3.m1 unknown stale',
        'as given -> S1 S1 S5, S2.m1 unknown stale',
      ),
    );
    expect([...runCases(standard, wrong)].map(({ line, difference }) => `${line}: ${difference}`)).toEqual([
      '6: levels S2 S2 S2 instead of S3 S3 S3; I38.S2.m1 is met; I38.S3.m1 is unmet',
      '7: I38.S2.m1 is unknown insufficient_data',
    ]);
  });

  test('a clause list that is not the standard’s is reported', () => {
    const failures = [...runCases(standard, parseCaseFile('indicator I38\nclauses S2: m1 c1'))];
    expect(failures.map(({ text }) => text)).toEqual([
      'clauses S2',
      'clauses S3',
      'clauses S4',
      'clauses S5',
    ]);
  });

  test('a clause the standard does not have is reported', () => {
    const failures = [...runCases(standard, parseCaseFile(file('as given -> S1 S1 S5, S2.c9 met')))];
    expect(failures.map(({ difference }) => difference)).toEqual(['I38.S2.c9 does not exist']);
  });

  test.each([
    '',
    'indicator I99',
    'indicator I38\nclauses S1: m1',
    'indicator I38\nclauses S2: x1',
    'indicator I38\nas given',
    'indicator I38\nas given -> S1 S1',
    'indicator I38\nas given -> S1 S1 S5 -> S1',
    'indicator I38\nas given -> S1 S1 S5, S2.m1 maybe',
    'indicator I38\nas given -> S1 S1 S5, S2.m1 met stale',
    'indicator I38\ncloud_ratio = 1 -> S1 S1 S5',
    'indicator I38\ncloud_migration_ratio = 80% -> S1 S1 S5',
    'indicator I38\ncloud_migration_ratio = 1/2/3 -> S1 S1 S5',
    'indicator I38\nS2.c1 = maybe -> S1 S1 S5',
  ])('%j cannot be read', (text) => {
    expect(() => parseCaseFile(text)).toThrow(CaseSyntaxError);
  });
});

describe('score vectors', () => {
  const plan = planScoring(HGT_6313_2024);

  test('say what differs', () => {
    const [vector] = parseScoreVectors('I10 S5, others S2 -> Z 42.2500, grade initial, P3 12.0000, Q99 1');
    expect(vector === undefined ? '' : scoreDifference(plan, vector)).toBe(
      'P3 is 12.2500 instead of 12.0000; Q99 is missing instead of 1',
    );
  });

  test.each(['I10 S6 -> Z 1', 'I99 S2 -> Z 1', 'I10 -> Z 1', 'all S2 -> Z'])(
    '"%s" cannot be read',
    (text) => {
      expect(() => parseScoreVectors(text)).toThrow(CaseSyntaxError);
    },
  );
});
