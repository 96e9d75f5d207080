import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planScoring } from '../../libs/domain/src/assessment/scoring.js';
import { parseCaseFile } from '../../libs/domain/src/cases/parseCaseFile.js';
import { runCases } from '../../libs/domain/src/cases/runCases.js';
import { parseScoreVectors, scoreDifference } from '../../libs/domain/src/cases/scoreVectors.js';
import { compileStandard } from '../../libs/domain/src/inference/compileStandard.js';
import { HGT_6313_2024 } from '../../libs/domain/src/standard/edition.js';
import type { Standard } from '../../libs/domain/src/standard/types.js';
import { type Mutant, standardMutants } from './standardMutants.js';

const folder = fileURLToPath(new URL('../../libs/domain/src/cases/', import.meta.url));
const read = (name: string): string => readFileSync(`${folder}${name}`, 'utf8');
const files = new Map(
  readdirSync(folder)
    .filter((name) => /^i\d\d-.*\.case$/.test(name))
    .map((name) => parseCaseFile(read(name)))
    .map((file) => [file.indicator, file]),
);
const vectors = parseScoreVectors(read('scores.case'));

/** Tells whether a golden case of the mutant's indicators, or for weights a score vector, fails. */
function isNoticed({ group, indicators, standard }: Mutant): boolean {
  if (group === 'score') return isScoreWrong(standard);
  const compiled = compileStandard(standard);
  return indicators.some((id) => {
    const file = files.get(id);
    return file !== undefined && runCases(compiled, file).next().done === false;
  });
}

function isScoreWrong(standard: Standard): boolean {
  const plan = planScoring(standard);
  return vectors.some((vector) => scoreDifference(plan, vector) !== '');
}

test('every change of the standard fails a golden case or a score vector', () => {
  const totals = { clause: 0, measure: 0, score: 0 };
  const survivors: string[] = [];
  for (const mutant of standardMutants(HGT_6313_2024)) {
    totals[mutant.group] += 1;
    if (!isNoticed(mutant)) survivors.push(mutant.change);
  }
  const all = totals.clause + totals.measure + totals.score;
  console.log(
    `mutants: ${all} (clauses ${totals.clause}, measures ${totals.measure}, scores ${totals.score})`,
  );
  console.log(`survivors: ${survivors.length}`);
  expect(survivors).toEqual([]);
});
