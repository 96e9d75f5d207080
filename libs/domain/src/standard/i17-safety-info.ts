import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 17. */
export const safetyInfo = defineIndicator({
  id: 'I17',
  secondary: 'Q09',
  slug: 'safety_info',
  zh: '安全基础信息',
  en: 'Basic Safety Information',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['I17'],
  levels: {
    S2: {
      capabilities: [
        ['已建安全基础信息模块', 'A basic safety information module exists'],
        ['信息库可维护、快速查询', 'The base can be kept and quickly searched'],
      ],
    },
    S3: {
      capabilities: [['数据可多维统计', 'Statistics in several dimensions']],
    },
    S4: {
      measures: [atLeast('safety_info_fill_ratio', '0.8')],
      capabilities: [
        ['与地理信息平台实时对接', 'Connected live with the GIS platform'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['信息库内容详细完整', 'The base is detailed and full'],
      ],
    },
    S5: {
      measures: [atLeast('safety_info_fill_ratio', '0.9')],
      capabilities: [
        ['接入人工智能，对话录入与分析', 'AI dialogue enters, finds and analyses data'],
        ['以文字图表给出结果', 'Answers come as text and charts'],
        ['信息库内容详细完整', 'The base is detailed and full'],
      ],
    },
  },
});
