import type { Comparator } from '../kernel/comparator.js';
import { decimal, decimalText, fromInteger, multiplyDecimals } from '../kernel/decimal.js';
import { CLAUSE_LEVELS, type ClauseLevel } from '../kernel/level.js';
import type { MeasureUnit } from '../kernel/measureValue.js';
import { comparisonsOf } from './clauses.js';
import type { MeasureKey } from './measureKeys.js';
import { measureOf } from './measures.js';
import type {
  Basis,
  BilingualText,
  Comparison,
  Condition,
  Indicator,
  LevelCriterion,
  MeasureClause,
} from './types.js';

/** A wording in Chinese and English. */
type Wording = readonly [zh: string, en: string];

interface MeasureDraft {
  readonly condition: Condition;
  readonly wording: BilingualText;
}

interface CriterionDraft {
  readonly measures?: readonly MeasureDraft[];
  readonly capabilities?: readonly Wording[];
  readonly limitations?: readonly Wording[];
}

/** An indicator as its file writes it: clauses in the order of the level's text, ids not yet given. */
export interface IndicatorDraft extends Omit<Indicator, 'criteria'> {
  readonly levels: Readonly<Partial<Record<ClauseLevel, CriterionDraft>>>;
}

/** Numbers the clauses of a draft: `I10.S4.m1` and `I10.S4.c1`, each kind counted in the order of the level's text. */
export function defineIndicator({ levels, ...indicator }: IndicatorDraft): Indicator {
  const criteria = CLAUSE_LEVELS.map((level): LevelCriterion => {
    const { measures = [], capabilities = [], limitations = [] } = levels[level] ?? {};
    return {
      level,
      measures: measures.map(({ condition, wording }, index): MeasureClause => ({
        kind: 'measure',
        id: `${indicator.id}.${level}.m${index + 1}`,
        ...wording,
        basis: basisOf(condition),
        condition,
      })),
      capabilities: capabilities.map(([zh, en], index) => ({
        kind: 'capability',
        id: `${indicator.id}.${level}.c${index + 1}`,
        zh,
        en,
        basis: ['evidence'],
      })),
      limitations: limitations.map(([zh, en]) => ({ zh, en })),
    };
  });
  return { ...indicator, criteria };
}

/** A clause with an inclusive lower bound: 以上, 达到, 达, 不少于, 不低于, 至少, or a bare percentage (ruling A2). */
export function atLeast(measure: MeasureKey, threshold: string): MeasureDraft {
  return draftOf({ kind: 'comparison', measure, comparator: '>=', threshold });
}

/** A clause with a strict lower bound: 超过, 高于, 大于 (ruling A2). */
export function moreThan(measure: MeasureKey, threshold: string): MeasureDraft {
  return draftOf({ kind: 'comparison', measure, comparator: '>', threshold });
}

/** A clause whose condition joins several comparisons, with its own wording. */
export function composite(condition: Condition, [zh, en]: Wording): MeasureDraft {
  return { condition, wording: { zh, en } };
}

/** Writes a comparison in words, e.g. "数据入湖率不低于30%" and "Data-lake landing rate at least 30%". */
export function comparisonWording({ measure, comparator, threshold }: Comparison): BilingualText {
  const { zh, en, unit } = measureOf(measure);
  const words = COMPARATOR_WORDS[comparator];
  const amount = amountWording(unit, threshold);
  return { zh: `${zh}${words.zh}${amount.zh}`, en: `${en} ${words.en} ${amount.en}` };
}

const COMPARATOR_WORDS: Readonly<Record<Comparator, BilingualText>> = {
  '>=': { zh: '不低于', en: 'at least' },
  '>': { zh: '高于', en: 'above' },
  '<=': { zh: '不高于', en: 'at most' },
  '<': { zh: '低于', en: 'below' },
};

function amountWording(unit: MeasureUnit, threshold: string): BilingualText {
  switch (unit) {
    case 'ratio': {
      const percent = `${decimalText(multiplyDecimals(decimal(threshold), fromInteger(100)))}%`;
      return { zh: percent, en: percent };
    }
    case 'days':
      return { zh: `${threshold}天`, en: `${threshold} days` };
    case 'level':
      return { zh: `${threshold}级`, en: `level ${threshold}` };
    case 'count':
      return { zh: threshold, en: threshold };
  }
}

function draftOf(comparison: Comparison): MeasureDraft {
  return { condition: comparison, wording: comparisonWording(comparison) };
}

function basisOf(condition: Condition): readonly Basis[] {
  return [...new Set(comparisonsOf(condition).map(({ measure }) => measureOf(measure).basis))];
}
