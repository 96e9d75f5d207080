import { type Grade, GRADES } from '../assessment/scoring.js';
import type { BilingualText } from '../standard/types.js';

/** A key item of a grade (Table 2), judged by people; our wording. */
export interface KeyItem extends BilingualText {
  readonly id: KeyItemId;
  readonly grade: Grade;
}

const LETTERS = ['a', 'b', 'c', 'd'] as const;
export type KeyItemId = `K.${Grade}.${(typeof LETTERS)[number]}`;

type Wording = readonly [zh: string, en: string];
type FourWordings = readonly [Wording, Wording, Wording, Wording];

const WORDINGS: Readonly<Record<Grade, FourWordings>> = {
  initial: [
    ['有具体可执行的智慧化建设实施方案', 'There is a concrete plan for carrying out the smart construction'],
    ['筹备已经启动，工作留有记录', 'Preparation has begun and work records are kept'],
    ['安全、环保方面的信息平台已建', 'Information platforms for safety and environment are built'],
    ['信息基础设施已有一定基础', 'Some information infrastructure is in place'],
  ],
  enhanced: [
    ['达到智慧化建设的总体要求', 'The overall requirements on smart construction are met'],
    ['智慧化建设大体能支撑园区自身的管理', 'What is built largely serves the needs of the park itself'],
    [
      '安全、环保、应急数据实时采集并在线监测',
      'Safety, environment and emergency data are collected live and monitored online',
    ],
    [
      '对数字化转型、本质安全、绿色低碳已初见成效',
      'First effects on digital transformation, intrinsic safety and low carbon can be seen',
    ],
  ],
  smart: [
    ['达到智慧化建设的总体要求', 'The overall requirements on smart construction are met'],
    [
      '系统应用明显促进高质量、创新、数字化、本质安全和绿色低碳',
      'The systems clearly advance quality, innovation, digital transformation, intrinsic safety and low carbon',
    ],
    ['能支撑园区可持续的循环发展', 'Sustainable, circular development of the park is supported'],
    ['在行业内领先，可作示范', 'The park leads its industry and serves as an example'],
  ],
};

/** The twelve key items of Table 2, of the lowest grade first. */
export const KEY_ITEMS: readonly KeyItem[] = GRADES.flatMap((grade) =>
  LETTERS.map((letter, index) => {
    const [zh, en] = WORDINGS[grade][index] as Wording;
    return { id: `K.${grade}.${letter}` as const, grade, zh, en };
  }),
);

/** Tells whether a text is the id of a key item. */
export function isKeyItemId(text: string): text is KeyItemId {
  return KEY_ITEMS.some(({ id }) => id === text);
}
