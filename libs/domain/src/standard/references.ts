import type { NormativeReference } from './types.js';

/** Documents of chapter 2; undated, so the latest edition applies (R2-1). */
export const GB_18218: NormativeReference = {
  code: 'GB 18218',
  zh: '危险化学品重大危险源辨识',
  en: 'Identification of major hazards of hazardous chemicals',
};

export const GB_T_22239: NormativeReference = {
  code: 'GB/T 22239',
  zh: '网络安全等级保护基本要求',
  en: 'Baseline for classified protection of cybersecurity',
};

export const GB_T_36073: NormativeReference = {
  code: 'GB/T 36073',
  zh: '数据管理能力成熟度评估模型',
  en: 'Data management capability maturity assessment model',
};

export const GB_T_39173: NormativeReference = {
  code: 'GB/T 39173',
  zh: '智能工厂 安全监测有效性评估方法',
  en: 'Smart factory: assessing the effectiveness of safety monitoring',
};

export const GB_T_39218: NormativeReference = {
  code: 'GB/T 39218',
  zh: '智慧化工园区建设指南',
  en: 'Guide to building smart chemical industry parks',
};

export const REFERENCES: readonly NormativeReference[] = [
  GB_18218,
  GB_T_22239,
  GB_T_36073,
  GB_T_39173,
  GB_T_39218,
];
