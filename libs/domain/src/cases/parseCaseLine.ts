import { type Decimal, ONE, parseDecimal } from '../kernel/decimal.js';
import { isLevel } from '../kernel/level.js';
import { UNKNOWN_REASONS, type UnknownReason } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import { type ClauseId, type IndicatorId, isClauseId } from '../standard/ids.js';
import { isMeasureKey } from '../standard/measureKeys.js';
import {
  type CaseSetting,
  CaseSyntaxError,
  type CaseValue,
  type ExpectedClause,
  type GoldenCase,
} from './caseFile.js';

/**
 * Reads comma-separated settings: `attest S3`, `measure = value`, `S3.c2 = unmet`, `factory 0.85 950/1000` (equipment and
 * upload of one smart factory), `factories 3` (how many there are); "as given" sets nothing more.
 */
export function parseSettings(indicator: IndicatorId, text: string, line: number): readonly CaseSetting[] {
  return items(text)
    .filter((item) => item !== 'as given')
    .map((item) => parseSetting(indicator, item, line));
}

/** Reads `S2 S3 S5, S3.m1 met, S4.m1 unknown stale`: assured, candidate, ceiling, then clause statuses. */
export function parseExpectation(
  indicator: IndicatorId,
  text: string,
  line: number,
): Pick<GoldenCase, 'levels' | 'clauses'> {
  const [levels = '', ...clauses] = items(text);
  const [assured = '', candidate = '', ceiling = '', ...rest] = levels.split(/\s+/);
  if (!isLevel(assured) || !isLevel(candidate) || !isLevel(ceiling) || rest.length > 0) {
    throw new CaseSyntaxError(line, 'assured candidate ceiling, such as S2 S3 S5', levels);
  }
  return {
    levels: { assured, candidate, ceiling },
    clauses: clauses.map((clause) => parseClause(indicator, clause, line)),
  };
}

function items(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function parseSetting(indicator: IndicatorId, item: string, line: number): CaseSetting {
  const [, level = ''] = /^attest (S[1-5])$/.exec(item) ?? [];
  if (isLevel(level)) return { kind: 'attest', level };
  const [, equipment, upload] = /^factory (\S+) (\S+)$/.exec(item) ?? [];
  if (equipment !== undefined && upload !== undefined) {
    return { kind: 'factory', equipment: parseValue(equipment, line), upload: parseValue(upload, line) };
  }
  const [, total] = /^factories (\d{1,6})$/.exec(item) ?? [];
  if (total !== undefined) return { kind: 'factories', total: Number(total) };
  return parseAssignment(indicator, item, line);
}

function parseAssignment(indicator: IndicatorId, item: string, line: number): CaseSetting {
  const [, name = '', value = ''] = /^(\S+)\s*=\s*(.+)$/.exec(item) ?? [];
  if (isMeasureKey(name)) return { kind: 'measure', measure: name, value: parseValue(value, line) };
  const clause = clauseOf(indicator, name);
  if (clause === undefined || !isTri(value)) {
    throw new CaseSyntaxError(line, 'attest S3, measure = 812/1000, or S3.c2 = unmet', item);
  }
  return { kind: 'capability', clause, status: value };
}

function parseValue(text: string, line: number): CaseValue {
  if (text === 'missing') return { kind: 'missing' };
  if (isReason(text)) return { kind: 'unknown', reason: text };
  const [numerator = '', denominator, ...rest] = text.split('/');
  if (rest.length > 0) throw new CaseSyntaxError(line, 'a value such as 812/1000', text);
  return {
    kind: 'quotient',
    numerator: parseNumber(numerator, line),
    denominator: denominator === undefined ? ONE : parseNumber(denominator, line),
  };
}

function parseNumber(text: string, line: number): Decimal {
  const reading = parseDecimal(text.trim());
  if (reading.kind === 'refused') throw new CaseSyntaxError(line, 'a number', text);
  return reading.value;
}

function parseClause(indicator: IndicatorId, item: string, line: number): ExpectedClause {
  const [name = '', status = '', reason, ...rest] = item.split(/\s+/);
  const id = clauseOf(indicator, name);
  const isReasonFit = reason === undefined || (isReason(reason) && status === 'unknown');
  if (id === undefined || !isTri(status) || !isReasonFit || rest.length > 0) {
    throw new CaseSyntaxError(line, 'a clause status such as S3.m1 unknown stale', item);
  }
  return { id, status, reason: reason ?? null };
}

function clauseOf(indicator: IndicatorId, name: string): ClauseId | undefined {
  const id = `${indicator}.${name}`;
  return isClauseId(id) ? id : undefined;
}

function isTri(text: string): text is Tri {
  return text === 'met' || text === 'unmet' || text === 'unknown';
}

function isReason(text: string): text is UnknownReason {
  return (UNKNOWN_REASONS as readonly string[]).includes(text);
}
