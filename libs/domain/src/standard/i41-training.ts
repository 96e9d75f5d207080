import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 41. */
export const training = defineIndicator({
  id: 'I41',
  secondary: 'Q16',
  slug: 'training',
  zh: '培训考核',
  en: 'Training & Examination',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry', 'register'],
  references: [],
  rulings: ['I41'],
  levels: {
    S2: {
      capabilities: [
        ['已建培训考核模块', 'A training and examination module exists'],
        ['管理人员和企业员工可在线培训考核', 'Managers and staff train and are examined online'],
      ],
    },
    S3: {
      capabilities: [['结果可汇总分析', 'Results are summed up and analysed']],
    },
    S4: {
      measures: [atLeast('online_training_ratio', '0.6'), atLeast('online_exam_ratio', '0.6')],
    },
    S5: {
      measures: [atLeast('online_training_ratio', '0.8'), atLeast('online_exam_ratio', '0.8')],
    },
  },
});
