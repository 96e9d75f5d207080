import { atLeast, defineIndicator, moreThan } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 21. */
export const specialWork = defineIndicator({
  id: 'I21',
  secondary: 'Q09',
  slug: 'special_work',
  zh: '特殊作业管理',
  en: 'Special Work Management',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry'],
  references: [],
  rulings: ['I21'],
  levels: {
    S2: {
      capabilities: [
        ['已建特殊作业模块', 'A special work module exists'],
        ['报备信息可维护、查询、统计', 'Notices can be kept, searched, counted'],
      ],
    },
    S3: {
      capabilities: [
        ['可作业检查与抽查', 'Work can be checked on the spot'],
        ['与地理信息平台关联', 'Tied to the GIS platform'],
        ['基于地图统计分析', 'Statistics on the map'],
      ],
    },
    S4: {
      measures: [
        atLeast('special_ops_coverage_ratio', '0.9'),
        moreThan('special_ops_monthly_upload_ratio', '0.6'),
      ],
      capabilities: [['联动调阅摄像头与传感器', 'Cameras and sensors are called up together']],
    },
    S5: {
      measures: [
        atLeast('special_ops_coverage_ratio', '0.95'),
        moreThan('special_ops_monthly_upload_ratio', '0.8'),
      ],
      capabilities: [
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['接入人工智能，对话查询与分析', 'AI dialogue finds and analyses data'],
        ['以文字图表给出结果', 'Answers come as text and charts'],
      ],
    },
  },
});
