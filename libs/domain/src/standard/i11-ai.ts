import { defineIndicator, moreThan } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.3, indicator 11. */
export const ai = defineIndicator({
  id: 'I11',
  secondary: 'Q04',
  slug: 'ai',
  zh: '人工智能平台',
  en: 'AI Platform',
  weight: '0.1',
  table: 'A.3',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'I11a', 'I11b', 'C12'],
  levels: {
    S2: {
      measures: [moreThan('algo_models_in_use', '1')],
      capabilities: [['算法准确性经验证，可行有效', 'Models verified as accurate, feasible, effective']],
    },
    S3: {
      measures: [moreThan('algo_models_built_in', '1')],
      capabilities: [['算法准确性经验证，可行有效', 'Models verified as accurate, feasible, effective']],
    },
    S4: {
      capabilities: [
        ['以样本积累广泛分析视频、挖掘数据', 'Models mine video and data widely on gathered samples'],
        ['揭示业务与数据间的关联', 'Links between business and data come to light'],
        ['综合风险分析能力提升', 'Overall risk analysis gets better'],
      ],
    },
    S5: {
      capabilities: [
        ['大模型，机理与数据模型结合', 'Large models; mechanism and data models combined'],
        ['建有异常感知、风险评估、预判模型', 'Models sense anomalies, rate risks, predict'],
        ['分析产业链态势并辅助决策', 'Industry-chain trends analysed to support decisions'],
        ['赋能企业构建经营与供应链模型', 'Enterprises are helped to model business and supply chain'],
      ],
    },
  },
});
