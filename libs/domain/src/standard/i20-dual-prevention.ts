import { atLeast, defineIndicator, moreThan } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 20. */
export const dualPrevention = defineIndicator({
  id: 'I20',
  secondary: 'Q09',
  slug: 'dual_prevention',
  zh: '双重预防机制',
  en: 'Dual Prevention Mechanism',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry'],
  references: [],
  rulings: ['I20a', 'I20b', 'I20c'],
  levels: {
    S2: {
      capabilities: [
        ['已建双重预防模块', 'A dual prevention module exists'],
        ['可管理风险与隐患', 'Risks and hidden dangers are managed'],
        ['具备与企业系统对接的接口', 'An interface to enterprise systems exists'],
      ],
    },
    S3: {
      capabilities: [
        ['隐患排查与抽查功能', 'Hidden dangers are searched and spot-checked'],
        ['已与企业系统实现数据对接', 'Data flows from enterprise systems'],
      ],
    },
    S4: {
      measures: [
        atLeast('dual_prevention_coverage_ratio', '0.9'),
        moreThan('dual_prevention_daily_upload_ratio', '0.6'),
      ],
      capabilities: [['以模型自动评估企业风险', 'Models rate enterprise risk automatically']],
    },
    S5: {
      measures: [
        atLeast('dual_prevention_coverage_ratio', '1'),
        moreThan('dual_prevention_daily_upload_ratio', '0.7'),
      ],
      capabilities: [
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['接入人工智能，对话查询与分析', 'AI dialogue finds and analyses data'],
        ['以文字图表给出结果', 'Answers come as text and charts'],
      ],
    },
  },
});
