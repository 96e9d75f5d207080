import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 36. */
export const industryService = defineIndicator({
  id: 'I36',
  secondary: 'Q15',
  slug: 'industry_service',
  zh: '产业服务',
  en: 'Industry Services',
  weight: '0.5',
  table: 'A.5',
  basis: ['register'],
  references: [],
  rulings: ['A1', 'A3', 'I36'],
  levels: {
    S2: {
      capabilities: [['已有产业大脑平台', 'An industry-brain platform exists']],
      limitations: [['还不能服务企业', 'It cannot serve enterprises yet']],
    },
    S3: {
      capabilities: [
        ['产业大脑平台继续可用', 'The industry-brain platform is in use'],
        ['识别产业，摸清家底', 'Industries are identified and counted'],
        ['核心产业指标统计、展示、分析', 'Core industry figures are counted and analysed'],
      ],
    },
    S4: {
      measures: [atLeast('industry_brain_support_ratio', '0.2')],
      capabilities: [
        ['反映企业分布、指标、排名', 'Distribution, figures and rankings of enterprises'],
        ['监测产业活跃度', 'Industry activity is watched'],
      ],
    },
    S5: {
      measures: [atLeast('industry_brain_support_ratio', '0.4')],
      capabilities: [['与同类园区要素对标', 'Compared with similar parks']],
    },
  },
});
