import {
  HGT_6313_2024,
  decimal,
  decimalText,
  fromInteger,
  levelFactor,
  multiplyDecimals,
  type BilingualText,
  type Clause,
  type Indicator,
  type IndicatorId,
  type Level,
  type MeasureKey,
  type PrimaryId,
  type PrimaryIndicator,
  type Ruling,
  type SecondaryId,
  type SecondaryIndicator,
  type StandardMeasure,
} from '@parkpulse/domain';
import type { NodeId } from '../api/types.js';
import { toPoints, type Points } from './points.js';

export const standard = HGT_6313_2024;

const indicators = new Map<string, Indicator>(standard.indicators.map((item) => [item.id, item]));
const secondaries = new Map<string, SecondaryIndicator>(standard.secondaries.map((item) => [item.id, item]));
const primaries = new Map<string, PrimaryIndicator>(standard.primaries.map((item) => [item.id, item]));
const measures = new Map<string, StandardMeasure>(standard.measures.map((item) => [item.key, item]));
const rulings = new Map<string, Ruling>(standard.rulings.map((item) => [item.id, item]));
const clauses = new Map<string, Clause>(
  standard.indicators.flatMap(({ criteria }) =>
    criteria.flatMap(({ measures: measured, capabilities }) =>
      [...measured, ...capabilities].map((clause) => [clause.id, clause] as const),
    ),
  ),
);

export const indicatorOf = (id: string): Indicator | undefined => indicators.get(id);
export const secondaryOf = (id: string): SecondaryIndicator | undefined => secondaries.get(id);
export const primaryOf = (id: string): PrimaryIndicator | undefined => primaries.get(id);
export const measureByKey = (key: string): StandardMeasure | undefined => measures.get(key);
export const rulingOf = (id: string): Ruling | undefined => rulings.get(id);
export const clauseOf = (id: string): Clause | undefined => clauses.get(id);

/** Picks the wording in the reader's language. */
export function wording(text: BilingualText | undefined, locale: string): string {
  if (text === undefined) return '';
  return locale.startsWith('zh') ? text.zh : text.en;
}

/** The name of a node of the score tree; Z itself has none here. */
export function nodeName(id: string, locale: string): string {
  return wording(indicators.get(id) ?? secondaries.get(id) ?? primaries.get(id), locale);
}

export function measureName(key: string, locale: string): string {
  return wording(measures.get(key), locale) || key;
}

export function isNodeId(text: unknown): text is NodeId {
  return (
    typeof text === 'string' &&
    (text === 'Z' || indicators.has(text) || secondaries.has(text) || primaries.has(text))
  );
}

export function isIndicator(id: string): id is IndicatorId {
  return indicators.has(id);
}

export const secondariesOf = (id: PrimaryId): readonly SecondaryIndicator[] =>
  standard.secondaries.filter(({ primary }) => primary === id);

export const indicatorsOf = (id: SecondaryId): readonly Indicator[] =>
  standard.indicators.filter(({ secondary }) => secondary === id);

/** The primary indicator an indicator belongs to. */
export function primaryIdOf(id: IndicatorId): PrimaryId {
  return secondaries.get(indicators.get(id)?.secondary ?? '')?.primary ?? 'P1';
}

/** The most points of an indicator: secondary points times weight, exactly. */
export function maxPointsOf(id: IndicatorId): Points {
  const indicator = indicators.get(id);
  const parent = secondaries.get(indicator?.secondary ?? '');
  if (indicator === undefined || parent === undefined) return 0;
  return toPoints(decimalText(multiplyDecimals(decimal(indicator.weight), fromInteger(parent.points))));
}

/** The points of an indicator at a level; exact, for a maximum has at most two decimals. */
export function pointsAt(id: IndicatorId, level: Level): Points {
  return (maxPointsOf(id) / 100) * levelFactor(level);
}

export type { IndicatorId, Level, MeasureKey, PrimaryId, SecondaryId };

/** Tells whether an indicator is a node or belongs to it; everything belongs to Z. */
export function isUnder(id: IndicatorId, node: NodeId): boolean {
  const secondary = indicators.get(id)?.secondary;
  return node === 'Z' || node === id || node === secondary || node === primaryIdOf(id);
}
