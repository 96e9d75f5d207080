import type { ClauseId, IndicatorId, PrimaryId, SecondaryId } from './ids.js';
import type { MeasureKey } from './measureKeys.js';

/** Something that makes a standard unfit for inference and scoring; a list of these is what `validateStandard` returns. */
export type StandardFault =
  | {
      readonly kind: 'wrong_count';
      readonly of: 'primary' | 'secondary' | 'tertiary';
      readonly expected: number;
      readonly found: number;
    }
  | { readonly kind: 'duplicate_id'; readonly id: string }
  | { readonly kind: 'unknown_parent'; readonly id: SecondaryId | IndicatorId; readonly parent: string }
  | {
      readonly kind: 'points_total';
      readonly id: PrimaryId | 'Z';
      readonly expected: number;
      readonly found: number;
    }
  | { readonly kind: 'weight_malformed'; readonly id: IndicatorId; readonly weight: string }
  | { readonly kind: 'weight_total'; readonly id: SecondaryId; readonly found: string }
  | { readonly kind: 'missing_text'; readonly id: string }
  | { readonly kind: 'unknown_ruling'; readonly id: IndicatorId; readonly ruling: string }
  | { readonly kind: 'level_order'; readonly id: IndicatorId }
  | { readonly kind: 'empty_level'; readonly id: IndicatorId; readonly level: string }
  | { readonly kind: 'clause_id'; readonly id: string; readonly expected: ClauseId }
  | { readonly kind: 'unknown_measure'; readonly id: string; readonly measure: MeasureKey }
  | { readonly kind: 'foreign_measure'; readonly id: string; readonly measure: MeasureKey }
  | {
      readonly kind: 'threshold_malformed';
      readonly id: string;
      readonly measure: MeasureKey;
      readonly threshold: string;
    }
  | {
      readonly kind: 'threshold_order';
      readonly measure: MeasureKey;
      readonly lower: ClauseId;
      readonly upper: ClauseId;
    };
