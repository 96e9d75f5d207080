import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 35. */
export const carbon = defineIndicator({
  id: 'I35',
  secondary: 'Q14',
  slug: 'carbon',
  zh: '碳排放管理',
  en: 'Carbon Emission Management',
  weight: '0.4',
  table: 'A.5',
  basis: ['telemetry', 'register'],
  references: [],
  rulings: ['A12', 'I34', 'I35', 'N'],
  levels: {
    S2: {
      capabilities: [
        ['已建碳排放模块', 'A carbon module exists'],
        ['在线核算碳排放', 'Carbon is accounted online'],
        ['开展了部分监测与验证', 'Some monitoring and verification is done'],
      ],
    },
    S3: {
      capabilities: [
        ['管理减碳项目和措施', 'Projects and measures are managed'],
        ['监测验证更规范', 'Monitoring is done more to rule'],
        ['政策意识和培训有提高', 'Awareness and training have grown'],
      ],
    },
    S4: {
      measures: [atLeast('carbon_data_access_ratio', '0.2')],
      capabilities: [
        ['实现企业碳管理', 'Enterprise carbon is managed'],
        ['碳管理更成熟高效', 'Carbon management has matured'],
        ['监测验证体系更完备', 'The monitoring system is fuller'],
        ['政策法规遵循度高', 'Rules are closely followed'],
      ],
    },
    S5: {
      measures: [atLeast('carbon_data_access_ratio', '0.4')],
      capabilities: [
        ['企业以碳资产实现减排目标', 'Carbon assets help enterprises reach targets'],
        ['中低品位热利用提高', 'More low-grade heat is used'],
        ['推动用能设施电气化', 'Energy facilities are electrified'],
        ['引导燃料以气替煤', 'Gas replaces coal as fuel'],
        ['适度提高富氢原料比例', 'More hydrogen-rich feedstock, in measure'],
        ['碳管理各方面成熟，技术人才到位', 'Carbon work is mature in skill and staff'],
      ],
    },
  },
});
