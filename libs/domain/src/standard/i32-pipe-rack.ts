import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 32. */
export const pipeRack = defineIndicator({
  id: 'I32',
  secondary: 'Q13',
  slug: 'pipe_rack',
  zh: '公共管廊管理',
  en: 'Public Pipe Rack Management',
  weight: '0.4',
  table: 'A.5',
  basis: ['evidence', 'telemetry'],
  references: [],
  rulings: ['A5', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['已建公共管廊系统', 'A pipe rack system exists'],
        ['可浏览地图', 'The map can be browsed'],
        ['三维可视化', 'Seen in 3D'],
        ['信息录入与应用', 'Data is entered and used'],
        ['管理管廊全寿命', 'The whole life of the rack is managed'],
        ['关阀影响评估', 'Closing a valve can be assessed'],
      ],
    },
    S3: {
      capabilities: [
        ['实时数据显示', 'Live data is shown'],
        ['超限报警', 'Limits raise alarms'],
        ['数据预测分析', 'Data is forecast and analysed'],
      ],
    },
    S4: {
      capabilities: [
        ['管廊巡检系统', 'Inspection rounds are run'],
        ['施工预约审批', 'Works are booked and approved'],
        ['施工监管', 'Works are supervised'],
        ['施工进度可查', 'Progress of works can be seen'],
      ],
    },
    S5: {
      capabilities: [
        ['借大数据和人工智能实时分析预警', 'Big data and AI analyse and warn live'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['与地理信息系统对接', 'Connected with the park GIS'],
      ],
    },
  },
});
