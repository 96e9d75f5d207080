import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.6, indicator 43. */
export const omSystem = defineIndicator({
  id: 'I43',
  secondary: 'Q17',
  slug: 'om_system',
  zh: '运维体系',
  en: 'O&M System',
  weight: '0.3',
  table: 'A.6',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'I43', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['有运维规划', 'O&M is planned'],
        ['有运维管控机制', 'O&M has a control mechanism'],
      ],
      limitations: [
        ['管控未全覆盖机构、人员、过程、变更', 'Control does not reach everything'],
        ['没有评价提升机制', 'No evaluation mechanism'],
      ],
    },
    S3: {
      capabilities: [
        ['运维规划完整', 'The plan is complete'],
        ['管控机制完整，覆盖机构至中止各环节', 'Control is complete from provider to termination'],
        ['具备评价提升的条件和机制', 'Evaluation has means and mechanism'],
      ],
      limitations: [['成效不显，制度少有落实', 'Little effect, rules seldom followed']],
    },
    S4: {
      capabilities: [
        ['开展评价与提升', 'Evaluation and improvement are managed'],
        ['核心制度流程有效执行', 'Core rules are followed'],
        ['各项运维闭环', 'All O&M work is closed'],
        ['输出运维各类报告', 'O&M reports are produced'],
      ],
    },
    S5: {
      capabilities: [
        ['以工具实现运维数字化', 'Tools make O&M digital'],
        ['履行情况提醒、识别、分析', 'Performance is reminded and analysed'],
        ['运维质量提升', 'O&M quality rises'],
      ],
    },
  },
});
