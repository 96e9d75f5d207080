import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 37. */
export const industryChain = defineIndicator({
  id: 'I37',
  secondary: 'Q15',
  slug: 'industry_chain',
  zh: '产业链分析',
  en: 'Industry Chain Analysis',
  weight: '0.5',
  table: 'A.5',
  basis: ['register'],
  references: [],
  rulings: ['I37'],
  levels: {
    S2: {
      capabilities: [
        ['已建画像与产业链模块', 'A portrait and chain module exists'],
        ['画像含基本、经营、行业情况', 'Portraits show basics, business and sector'],
        ['统计链上各类产品数量', 'Chain products of all kinds are counted'],
      ],
    },
    S3: {
      measures: [atLeast('enterprise_portrait_ratio', '0.4'), atLeast('chain_product_analysis_ratio', '0.2')],
    },
    S4: {
      measures: [
        atLeast('enterprise_portrait_ratio', '0.6'),
        atLeast('chain_product_analysis_ratio', '0.4'),
        atLeast('development_advice_ratio', '0.3'),
      ],
    },
    S5: {
      measures: [
        atLeast('enterprise_portrait_ratio', '0.8'),
        atLeast('chain_product_analysis_ratio', '0.6'),
        atLeast('development_advice_ratio', '0.5'),
      ],
    },
  },
});
