import { atLeast, defineIndicator } from './defineIndicator.js';
import { GB_T_39173 } from './references.js';

/** HG/T 6313-2024, Table A.5, indicator 19. */
export const riskMonitoring = defineIndicator({
  id: 'I19',
  secondary: 'Q09',
  slug: 'risk_monitoring',
  zh: '风险监测预警',
  en: 'Risk Monitoring & Early Warning',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry'],
  references: [GB_T_39173],
  rulings: ['A5', 'I19a', 'I19b', 'I19c'],
  levels: {
    S2: {
      capabilities: [
        ['已建风险监测预警模块', 'A risk monitoring module exists'],
        ['重大危险源分布与状态实时预警', 'Where major hazards are and how they stand, with live warning'],
        ['重大危险源视频监控和智能分析', 'Major hazards are filmed and analysed'],
      ],
    },
    S3: {
      capabilities: [
        ['重点企业工艺与气体监测预警', 'Processes and gases of key enterprises are watched'],
        ['预警分级处理', 'Warnings are handled by grade'],
      ],
    },
    S4: {
      measures: [atLeast('mh_monitor_online_ratio', '1'), atLeast('monitor_online_ratio', '0.8')],
      capabilities: [
        ['危化品仓储、危废仓库视频智能分析', 'Chemical stores and waste warehouses are filmed and analysed'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['可作数据统计分析', 'Data can be analysed'],
        ['与地理信息平台对接', 'Connected with the GIS platform'],
      ],
    },
    S5: {
      measures: [atLeast('monitor_online_ratio', '0.9')],
      capabilities: [
        ['接入人工智能，对话查询与分析', 'AI dialogue finds and analyses data'],
        ['以文字图表给出结果', 'Answers come as text and charts'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['与地理信息平台对接', 'Connected with the GIS platform'],
      ],
    },
  },
});
