/** A business system of the park office (I38). */
export interface DemoSystem {
  readonly id: string;
  readonly name: string;
  readonly cloudExempt: boolean;
  /** Day of its move to the cloud; null: it has always been there; `never`: on premises. */
  readonly onCloud: number | null | 'never';
}

/** The day on which a system moves to the cloud and the share of indicator 38 passes 60 %. */
export const MIGRATION_DAY = -54;

const rows: readonly (readonly [name: string, onCloud: DemoSystem['onCloud'], cloudExempt?: true])[] = [
  ['安全监管综合平台', null],
  ['环境管理平台', null],
  ['应急指挥系统', 'never'],
  ['封闭化管理系统', null],
  ['能源管理平台', null],
  ['物流与运单系统', null],
  ['产业大脑', null],
  ['企业服务门户', null],
  ['办公自动化', null],
  ['项目审批系统', null],
  ['公共管廊管理系统', MIGRATION_DAY],
  ['视频管理平台', 'never'],
  ['人员定位平台', 'never'],
  ['融合通信平台', 'never'],
  ['培训考核系统', null],
  ['门户网站', 'never'],
  ['档案管理系统', 'never'],
  ['涉密文件系统', 'never', true],
  ['机要通信系统', 'never', true],
  ['人防指挥终端', 'never', true],
];

export const SYSTEMS: readonly DemoSystem[] = rows.map(([name, onCloud, cloudExempt = false], index) => ({
  id: `SYS-${String(index + 1).padStart(2, '0')}`,
  name,
  cloudExempt,
  onCloud,
}));
