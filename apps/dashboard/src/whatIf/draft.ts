import {
  attestedCapabilities,
  decimal,
  inferStandard,
  isClauseId,
  isIndicatorId,
  isLevel,
  isMeasureKey,
  parseDecimal,
  scoreInference,
  toMeasureValue,
  type ClauseId,
  type IndicatorId,
  type IndicatorInference,
  type Level,
  type MeasureKey,
  type MeasureValue,
  type SeriesScores,
  type Tri,
} from '@parkpulse/domain';
import { compiled, scoring } from './engine.js';

/** A value somebody supposes: counted ("83/100") or bare ("0.83", "42"), as text so that no digit is lost. */
export interface Supposed {
  readonly numerator: string;
  readonly denominator: string;
}

/** What somebody supposes of a park: measures, capabilities attested up to a level, and clauses set one by one. */
export interface Draft {
  readonly measures: ReadonlyMap<MeasureKey, Supposed>;
  readonly upTo: ReadonlyMap<IndicatorId, Level>;
  readonly clauses: ReadonlyMap<ClauseId, Tri>;
}

export const EMPTY_DRAFT: Draft = { measures: new Map(), upTo: new Map(), clauses: new Map() };

export interface DraftResult {
  readonly indicators: ReadonlyMap<IndicatorId, IndicatorInference>;
  readonly scores: SeriesScores;
}

/** Judges a draft by the standard, exactly as `POST /standard/infer` would. */
export function inferDraft(draft: Draft): DraftResult {
  const measures = new Map<MeasureKey, MeasureValue>();
  for (const [key, { numerator, denominator }] of draft.measures) {
    const measure = compiled.measures.get(key);
    if (measure !== undefined)
      measures.set(key, toMeasureValue(measure, decimal(numerator), decimal(denominator)));
  }
  const inferred = inferStandard(
    compiled,
    measures,
    attestedCapabilities(compiled, draft.upTo, draft.clauses),
  );
  return {
    indicators: new Map(inferred.map((one) => [one.id, one])),
    scores: scoreInference(scoring, inferred),
  };
}

/** Reads what somebody typed for a measure: "83/100", or a number (of per cent for a ratio); null if it is neither. */
export function readSupposed(text: string, isRatio: boolean): Supposed | null {
  const [numerator = '', denominator, ...rest] = text
    .replace(/%\s*$/, '')
    .split('/')
    .map((part) => part.trim());
  if (rest.length > 0 || !isDecimal(numerator)) return null;
  if (denominator === undefined) return { numerator, denominator: isRatio ? '100' : '1' };
  return isDecimal(denominator) ? { numerator, denominator } : null;
}

/** Writes a supposed value as `readSupposed` reads it. */
export function writeSupposed({ numerator, denominator }: Supposed, isRatio: boolean): string {
  return denominator === (isRatio ? '100' : '1') ? numerator : `${numerator}/${denominator}`;
}

function isDecimal(text: string): boolean {
  return text.length > 0 && text.length < 40 && parseDecimal(text).kind === 'decimal';
}

export function withMeasure(draft: Draft, key: MeasureKey, value: Supposed | null): Draft {
  return { ...draft, measures: changed(draft.measures, key, value) };
}

export function withUpTo(draft: Draft, id: IndicatorId, level: Level | null): Draft {
  return { ...draft, upTo: changed(draft.upTo, id, level) };
}

export function withClause(draft: Draft, id: ClauseId, status: Tri | null): Draft {
  return { ...draft, clauses: changed(draft.clauses, id, status) };
}

function changed<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value | null,
): ReadonlyMap<Key, Value> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}

/** Writes a draft for the URL: `m=iot_access_ratio_design:83/100;…&c=I10:S3;I17.S2.c1:unmet`. */
export function draftToQuery(draft: Draft): { readonly m?: string; readonly c?: string } {
  const measures = [...draft.measures].map(
    ([key, { numerator, denominator }]) => `${key}:${numerator}/${denominator}`,
  );
  const capabilities = [...draft.upTo, ...draft.clauses].map(([key, value]) => `${key}:${value}`);
  return {
    ...(measures.length > 0 && { m: measures.join(';') }),
    ...(capabilities.length > 0 && { c: capabilities.join(';') }),
  };
}

/** Reads a draft from the URL; what is not understood is left out. */
export function draftFromQuery({ m, c }: { readonly m?: unknown; readonly c?: unknown }): Draft {
  let draft = EMPTY_DRAFT;
  for (const [key, text] of entriesOf(m)) {
    const value = readSupposed(text, false);
    if (value !== null && isMeasureKey(key)) draft = withMeasure(draft, key, value);
  }
  for (const [key, text] of entriesOf(c)) {
    draft = withCapability(draft, key, text);
  }
  return draft;
}

function withCapability(draft: Draft, key: string, text: string): Draft {
  if (isIndicatorId(key)) return isLevel(text) ? withUpTo(draft, key, text) : draft;
  return isClauseId(key) && isTri(text) ? withClause(draft, key, text) : draft;
}

function isTri(text: string): text is Tri {
  return text === 'met' || text === 'unmet' || text === 'unknown';
}

function entriesOf(text: unknown): readonly (readonly [string, string])[] {
  if (typeof text !== 'string') return [];
  return text.split(';').flatMap((entry) => {
    const at = entry.indexOf(':');
    return at < 1 ? [] : [[entry.slice(0, at), entry.slice(at + 1)] as const];
  });
}

/** The status the draft gives a capability clause: set by itself, or by "all up to a level". */
export function capabilityStatus(draft: Draft, clause: ClauseId): Tri {
  const set = draft.clauses.get(clause);
  if (set !== undefined) return set;
  const [id, level] = clause.split('.') as [IndicatorId, Level];
  const upTo = draft.upTo.get(id);
  return upTo !== undefined && level <= upTo ? 'met' : 'unknown';
}
