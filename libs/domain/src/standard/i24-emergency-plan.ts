import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 24. */
export const emergencyPlan = defineIndicator({
  id: 'I24',
  secondary: 'Q11',
  slug: 'emergency_plan',
  zh: '应急预案管理',
  en: 'Emergency Plan Management',
  weight: '0.3',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A1', 'A12', 'I17'],
  levels: {
    S2: {
      capabilities: [
        ['已建应急预案模块', 'An emergency plan module exists'],
        ['园区企业预案可编辑、检索', 'Plans of park and enterprises can be edited and found'],
      ],
    },
    S3: {
      capabilities: [
        ['应急预案模块继续可用', 'The emergency plan module is in use'],
        ['园区企业预案可编辑、检索', 'Plans of park and enterprises can be edited and found'],
        ['预案数字化拆分', 'Plans are split into digital parts'],
        ['地图上可视化', 'Shown on the map'],
        ['预案多维统计', 'Plans are counted in several dimensions'],
      ],
    },
    S4: {
      measures: [atLeast('plan_data_fill_ratio', '0.8')],
      capabilities: [
        ['预案评审与公布', 'Plans are reviewed and published'],
        ['事故时匹配数字预案与分级响应', 'An accident finds its digital plan and response grade'],
      ],
    },
    S5: {
      measures: [atLeast('plan_data_fill_ratio', '0.9')],
      capabilities: [['事故时智能匹配知识、预案、响应', 'Knowledge, plan and response are matched smartly']],
    },
  },
});
