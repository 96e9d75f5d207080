import { atLeast, defineIndicator } from './defineIndicator.js';
import { GB_18218 } from './references.js';

/** HG/T 6313-2024, Table A.5, indicator 18. */
export const majorHazardMgmt = defineIndicator({
  id: 'I18',
  secondary: 'Q09',
  slug: 'major_hazard_mgmt',
  zh: '重大危险源管理',
  en: 'Major Hazard Management',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [GB_18218],
  rulings: ['A5', 'I17'],
  levels: {
    S2: {
      capabilities: [
        [
          '可录入包保、管控、评估、隐患信息',
          'Responsibility, control, assessment and danger data can be entered',
        ],
        ['分类监管重大危险源企业', 'Major-hazard enterprises are supervised by class'],
      ],
    },
    S3: {
      capabilities: [['实时评估重大危险源风险', 'Major-hazard risk is assessed live']],
    },
    S4: {
      measures: [atLeast('mh_control_info_fill_ratio', '0.8')],
      capabilities: [
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['可作数据统计分析', 'Data can be analysed'],
        ['与地理信息平台实时对接', 'Connected live with the GIS platform'],
        ['重大危险源信息详细完整', 'Major-hazard data is detailed and full'],
      ],
    },
    S5: {
      measures: [atLeast('mh_control_info_fill_ratio', '0.9')],
      capabilities: [
        ['接入人工智能，对话查询与分析', 'AI dialogue finds and analyses data'],
        ['以文字图表给出结果', 'Answers come as text and charts'],
        ['重大危险源信息详细完整', 'Major-hazard data is detailed and full'],
        ['以先进技术消除或降级危险源', 'Advanced techniques remove or downgrade hazards'],
      ],
    },
  },
});
