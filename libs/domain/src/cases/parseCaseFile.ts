import { type ClauseLevel, isLevel } from '../kernel/level.js';
import { type ClauseId, type IndicatorId, isClauseId, isIndicatorId } from '../standard/ids.js';
import { type CaseFile, type CaseSetting, CaseSyntaxError, type GoldenCase } from './caseFile.js';
import { parseExpectation, parseSettings } from './parseCaseLine.js';

interface Progress {
  readonly indicator: IndicatorId;
  readonly clauses: Map<ClauseLevel, readonly ClauseId[]>;
  readonly cases: GoldenCase[];
  given: readonly CaseSetting[];
  title: string;
}

/**
 * Reads a case file. Its lines, in any order after the first:
 * `indicator I10`; `clauses S3: m1 c1 c2` (what the level must consist of); `given attest S5, measure = 1/1` (holds for
 * the cases below, until the next `given`); `# title`; and cases,
 * `measure = 799/1000, S3.c2 = unmet -> S2 S2 S2, S3.m1 unmet`: settings -> assured candidate ceiling, clause statuses.
 */
export function parseCaseFile(text: string): CaseFile {
  const lines = text
    .split('\n')
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => content !== '');
  const first = lines.find(({ content }) => !content.startsWith('#'));
  const indicator = first?.content.replace(/^indicator\s+/, '') ?? '';
  if (!isIndicatorId(indicator))
    throw new CaseSyntaxError(first?.line ?? 1, 'indicator I01 to I46', indicator);
  const progress: Progress = { indicator, clauses: new Map(), cases: [], given: [], title: '' };
  for (const { content, line } of lines) {
    if (line !== first?.line) readLine(progress, content, line);
  }
  return { indicator, clauses: progress.clauses, cases: progress.cases };
}

function readLine(progress: Progress, content: string, line: number): void {
  if (content.startsWith('#')) {
    progress.title = content.replace(/^#+\s*/, '');
  } else if (content.startsWith('clauses ')) {
    readClauses(progress, content, line);
  } else if (content.startsWith('given ')) {
    progress.given = parseSettings(progress.indicator, content.slice('given '.length), line);
  } else {
    progress.cases.push(readCase(progress, content, line));
  }
}

function readClauses({ indicator, clauses }: Progress, content: string, line: number): void {
  const [, level = '', list = ''] = /^clauses\s+(S[2-5]):(.*)$/.exec(content) ?? [];
  if (!isLevel(level) || level === 'S1') throw new CaseSyntaxError(line, 'clauses S2: m1 c1 …', content);
  const names = list.split(/\s+/).filter((name) => name !== '');
  clauses.set(
    level,
    names.map((name) => clauseId(indicator, `${level}.${name}`, line)),
  );
}

function readCase({ indicator, given, title }: Progress, content: string, line: number): GoldenCase {
  const [left = '', right, ...rest] = content.split('->');
  if (right === undefined || rest.length > 0) throw new CaseSyntaxError(line, 'settings -> levels', content);
  const settings = [...given, ...parseSettings(indicator, left, line)];
  return { title, line, text: content, settings, ...parseExpectation(indicator, right, line) };
}

function clauseId(indicator: IndicatorId, name: string, line: number): ClauseId {
  const id = `${indicator}.${name}`;
  if (!isClauseId(id)) throw new CaseSyntaxError(line, 'a clause such as S3.m1', name);
  return id;
}
