import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 27. */
export const emergencyDispatch = defineIndicator({
  id: 'I27',
  secondary: 'Q11',
  slug: 'emergency_dispatch',
  zh: '应急指挥调度及辅助决策',
  en: 'Emergency Dispatch & Decision Support',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A1', 'I17'],
  levels: {
    S2: {
      capabilities: [
        ['已建指挥调度模块', 'A dispatch module exists'],
        ['地图上可视化', 'Shown on the map'],
        ['管理应急车辆出动', 'Emergency vehicles are tracked'],
        ['已建辅助决策模块', 'A decision support module exists'],
        ['资源优化调配', 'Resources are allocated well'],
      ],
    },
    S3: {
      capabilities: [
        ['指挥调度模块继续可用', 'The dispatch module is in use'],
        ['地图上可视化', 'Shown on the map'],
        ['管理应急车辆出动', 'Emergency vehicles are tracked'],
        ['调用定位与视频精准救援', 'Positions and video guide rescue'],
        ['可启动数字预案', 'Digital plans can be started'],
        ['辅助决策模块继续可用', 'The decision support module is in use'],
        ['资源优化调配', 'Resources are allocated well'],
        ['线上会商研判', 'Consultation online'],
      ],
    },
    S4: {
      measures: [atLeast('command_data_fill_ratio', '0.8')],
      capabilities: [
        ['数字预案一键启动', 'Digital plans start by one key'],
        ['跟踪调度过程', 'Dispatch is tracked'],
        ['多种方式通知处置与避险', 'Several ways to notify and evacuate'],
        ['模拟分析事故', 'Accidents are simulated'],
      ],
    },
    S5: {
      measures: [atLeast('command_data_fill_ratio', '0.9')],
      capabilities: [
        ['一键启动并智能分级推送', 'One key starts and pushes by grade'],
        ['跟踪调度过程', 'Dispatch is tracked'],
        ['依现场反馈自动修正策略', 'Field feedback corrects the strategy'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['自动生成评估与决策报告', 'Assessment and decision reports write themselves'],
        ['报告一键分发', 'Reports go out by one key'],
      ],
    },
  },
});
