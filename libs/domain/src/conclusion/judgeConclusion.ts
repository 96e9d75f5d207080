import { type Grade, GRADES } from '../assessment/scoring.js';
import { type Tri, kleeneAnd } from '../kernel/tri.js';
import { KEY_ITEMS, type KeyItem, type KeyItemId } from './keyItems.js';

/** The key items of one grade with what people judged. */
export interface GradeJudgement {
  readonly grade: Grade;
  /** `met` when all are met, `unmet` when one is. */
  readonly status: Tri;
  readonly items: readonly (KeyItem & { readonly status: Tri })[];
}

/**
 * The grade that the score gives, and beside it the key items of Table 2. They never change the grade (ruling C6): where
 * they speak against it, that is for the panel to see.
 */
export interface Conclusion {
  readonly grade: Grade;
  readonly keyItems: readonly GradeJudgement[];
  /**
   * `supported`: every key item of the grade and of the grades below is met; `contradicted`: one is not; `open`: one was
   * not judged yet.
   */
  readonly agreement: 'supported' | 'open' | 'contradicted';
}

/** Sets the key items beside the grade by Z. */
export function judgeConclusion(grade: Grade, judged: ReadonlyMap<KeyItemId, Tri>): Conclusion {
  const keyItems = GRADES.map((each) => judgementOf(each, judged));
  const covered = keyItems.slice(0, GRADES.indexOf(grade) + 1);
  return { grade, keyItems, agreement: AGREEMENT[kleeneAnd(covered.map(({ status }) => status))] };
}

function judgementOf(grade: Grade, judged: ReadonlyMap<KeyItemId, Tri>): GradeJudgement {
  const items = KEY_ITEMS.filter((item) => item.grade === grade).map((item) => ({
    ...item,
    status: judged.get(item.id) ?? ('unknown' as const),
  }));
  return { grade, status: kleeneAnd(items.map(({ status }) => status)), items };
}

const AGREEMENT = { met: 'supported', unmet: 'contradicted', unknown: 'open' } as const;
