import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { planScoring } from '../assessment/scoring.js';
import { compileStandard } from '../inference/compileStandard.js';
import { HGT_6313_2024 } from '../standard/edition.js';
import { INDICATOR_IDS } from '../standard/ids.js';
import { parseCaseFile } from './parseCaseFile.js';
import { runCases } from './runCases.js';
import { parseScoreVectors, scoreDifference } from './scoreVectors.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const read = (name: string): string => readFileSync(`${folder}${name}`, 'utf8');
const names = readdirSync(folder).filter((name) => /^i\d\d-.*\.case$/.test(name));
const standard = compileStandard(HGT_6313_2024);

describe('golden cases', () => {
  test('every indicator has a file', () => {
    const covered = names.map((name) => parseCaseFile(read(name)).indicator);
    expect([...covered].sort()).toEqual([...INDICATOR_IDS]);
  });

  test.each(names)('%s holds', (name) => {
    const file = parseCaseFile(read(name));
    expect(file.cases.length).toBeGreaterThan(5);
    expect([...runCases(standard, file)]).toEqual([]);
  });
});

test('score vectors hold', () => {
  const plan = planScoring(HGT_6313_2024);
  const vectors = parseScoreVectors(read('scores.case'));
  expect(vectors.length).toBeGreaterThan(200);
  const failures = vectors.map((vector) => `${vector.line}: ${scoreDifference(plan, vector)}`);
  expect(failures.filter((failure) => !failure.endsWith(': '))).toEqual([]);
});
