/** An enterprise of the demo park; every name is invented. */
export interface DemoEnterprise {
  readonly id: string;
  readonly name: string;
  /** Day on which it enters the register; null: it has always been there. */
  readonly joins: number | null;
  /** Day from which it is commissioned; null: it has always been; `never`: under construction or suspended. */
  readonly commissioned: number | null | 'never';
  readonly status: 'suspended' | 'under_construction';
  readonly key: boolean;
  readonly position: readonly [number, number];
}

/** The day on which the park's extension joins: 30 enterprises become 41, and indicator 3 changes its branch. */
export const EXTENSION_DAY = -40;
/** The day on which one more enterprise joins. */
export const NEWCOMER_DAY = -15;
/** The day on which an enterprise under construction goes into production. */
export const COMMISSIONING_DAY = -20;

const NAMES = [
  '云岚精细化工',
  '沐川新材料',
  '澄屿气体',
  '霁禾农化',
  '砚溪树脂',
  '朗汐石化仓储',
  '牧辰医药中间体',
  '青穹氟材料',
  '若岩催化剂',
  '星屿涂料',
  '曜石炭黑',
  '栖川聚合物',
  '知微电子化学品',
  '望舒能源化工',
  '景淮溶剂',
  '临溪助剂',
  '远岫硅材料',
  '嘉树生物基材料',
  '拾光颜料',
  '鹿鸣香料',
  '予安环保',
  '时雨水处理剂',
  '北岭合成橡胶',
  '南浦液化气储运',
  '东篱植物提取',
  '西岑特种气体',
  '长汐异氰酸酯',
  '浮玉锂电材料',
  '叠翠胶粘剂',
  '凌波表面活性剂',
  '晴川己二腈',
  '疏影高纯试剂',
  '暮云工程塑料',
  '朝露双氧水',
  '听澜环氧乙烷',
  '枕流有机硅',
  '漱石分子筛',
  '采薇药用辅料',
  '踏歌聚碳酸酯',
  '归帆危化品物流',
  '新桐可降解材料',
  '白榆氢能',
];

const KEY = new Set([1, 3, 6, 8, 12, 14, 23, 24, 27, 31, 35, 39]);
const UNDER_CONSTRUCTION = new Set([29, 36, 38, 41]);
const SUSPENDED = 19;
/** Under construction until day `COMMISSIONING_DAY`. */
const LATE_STARTER = 28;

function joinsOn(number: number): number | null {
  if (number <= 30) return null;
  return number <= 41 ? EXTENSION_DAY : NEWCOMER_DAY;
}

function commissionedOn(number: number): DemoEnterprise['commissioned'] {
  if (number === LATE_STARTER) return COMMISSIONING_DAY;
  if (number === SUSPENDED || UNDER_CONSTRUCTION.has(number)) return 'never';
  return joinsOn(number);
}

/** Where the fictitious park lies: in the open sea, so that no real place is meant. */
export const PARK_CORNER: readonly [number, number] = [123.2, 33.6];

/** A place in the park: columns and rows of plots, about 400 m apart, from the north-west corner. */
export function toPosition(column: number, row: number): readonly [number, number] {
  const round = (value: number) => Math.round(value * 1e5) / 1e5;
  return [round(PARK_CORNER[0] + column * 0.0043), round(PARK_CORNER[1] - row * 0.0036)];
}

function plotOf(number: number): readonly [number, number] {
  // The extension lies to the east of a channel.
  if (number > 30) return toPosition(8 + ((number - 31) % 3), 0.4 + Math.floor((number - 31) / 3));
  return toPosition((number - 1) % 6, Math.floor((number - 1) / 6));
}

export const ENTERPRISES: readonly DemoEnterprise[] = NAMES.map((name, index) => {
  const number = index + 1;
  return {
    id: `E-${String(number).padStart(2, '0')}`,
    name: `${name}有限公司`,
    joins: joinsOn(number),
    commissioned: commissionedOn(number),
    status: number === SUSPENDED ? 'suspended' : 'under_construction',
    key: KEY.has(number),
    position: plotOf(number),
  };
});

/** Says whether an enterprise is in the register on a day. */
export function isRegistered({ joins }: DemoEnterprise, day: number): boolean {
  return joins === null || day >= joins;
}

/** Says whether an enterprise is in production on a day. */
export function isCommissioned({ commissioned }: DemoEnterprise, day: number): boolean {
  return commissioned === null || (commissioned !== 'never' && day >= commissioned);
}
