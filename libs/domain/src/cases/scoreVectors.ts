import { isLevel, type Level } from '../kernel/level.js';
import { type ScoringPlan, pointsText, scoreLevels } from '../assessment/scoring.js';
import { type IndicatorId, isIndicatorId } from '../standard/ids.js';
import { CaseSyntaxError } from './caseFile.js';

/** One score vector: levels for all 46 indicators and what 5.2.2 makes of them. */
export interface ScoreVector {
  readonly line: number;
  readonly text: string;
  readonly levels: ReadonlyMap<IndicatorId, Level>;
  readonly others: Level;
  /** Expected texts by node: Z, grade, and any of P1 to P6 and Q01 to Q17. */
  readonly expected: ReadonlyMap<string, string>;
}

/** Reads score vectors, one a line: `I10 S5, I12 S4, others S3 -> Z 70.5250, grade enhanced, P3 18.6250`. */
export function parseScoreVectors(text: string): readonly ScoreVector[] {
  return text
    .split('\n')
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'))
    .map(({ content, line }) => parseVector(content, line));
}

/** Scores a vector and says what differs from what it expects; empty when nothing does. */
export function scoreDifference(plan: ScoringPlan, { levels, others, expected }: ScoreVector): string {
  const score = scoreLevels(plan, (id) => levels.get(id) ?? others);
  const found = new Map<string, string>([
    ['Z', pointsText(score.z)],
    ['grade', score.grade],
    ...[...score.primary, ...score.secondary].map(([id, points]): [string, string] => [
      id,
      pointsText(points),
    ]),
  ]);
  return [...expected]
    .filter(([node, value]) => found.get(node) !== value)
    .map(([node, value]) => `${node} is ${found.get(node) ?? 'missing'} instead of ${value}`)
    .join('; ');
}

function parseVector(content: string, line: number): ScoreVector {
  const [left = '', right = ''] = content.split('->');
  const levels = new Map<IndicatorId, Level>();
  let others: Level = 'S1';
  for (const [name, level] of pairs(left, line)) {
    if (!isLevel(level)) throw new CaseSyntaxError(line, 'a level', level);
    if (name === 'others' || name === 'all') others = level;
    else if (isIndicatorId(name)) levels.set(name, level);
    else throw new CaseSyntaxError(line, 'an indicator, "others" or "all"', name);
  }
  return { line, text: content, levels, others, expected: new Map(pairs(right, line)) };
}

function pairs(text: string, line: number): readonly (readonly [string, string])[] {
  return text.split(',').map((item) => {
    const [name = '', value = '', ...rest] = item.trim().split(/\s+/);
    if (value === '' || rest.length > 0) throw new CaseSyntaxError(line, 'a name and a value', item);
    return [name, value];
  });
}
