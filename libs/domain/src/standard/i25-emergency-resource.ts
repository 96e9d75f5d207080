import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 25. */
export const emergencyResource = defineIndicator({
  id: 'I25',
  secondary: 'Q11',
  slug: 'emergency_resource',
  zh: '应急资源管理',
  en: 'Emergency Resource Management',
  weight: '0.3',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A1', 'I17'],
  levels: {
    S2: {
      capabilities: [
        ['已建应急资源模块', 'An emergency resource module exists'],
        ['资源信息可维护、快速查询', 'Resources can be kept and quickly found'],
        ['地图上可视化', 'Shown on the map'],
      ],
    },
    S3: {
      capabilities: [
        ['应急资源模块继续可用', 'The emergency resource module is in use'],
        ['资源信息可维护、快速查询', 'Resources can be kept and quickly found'],
        ['地图上可视化', 'Shown on the map'],
        ['多维统计', 'Counted in several dimensions'],
        ['评估物资有效、完备、可用', 'Supplies are judged valid, complete, usable'],
      ],
    },
    S4: {
      measures: [atLeast('resource_data_fill_ratio', '0.8')],
      capabilities: [
        ['资源可视化调度', 'Resources are dispatched visually'],
        ['结合综合地图分析资源', 'Resources are analysed on the composite map'],
      ],
    },
    S5: {
      measures: [atLeast('resource_data_fill_ratio', '0.9')],
      capabilities: [
        ['按事故类型与影响给出方案', 'A scheme follows from accident type and impact'],
        ['实时分析周边资源', 'Resources nearby are analysed live'],
        ['快速生成取用路线', 'Routes to them are made quickly'],
      ],
    },
  },
});
