import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 23. */
export const envRisk = defineIndicator({
  id: 'I23',
  secondary: 'Q10',
  slug: 'env_risk',
  zh: '环境风险管理',
  en: 'Environmental Risk Management',
  weight: '0.3',
  table: 'A.5',
  basis: ['register', 'evidence'],
  references: [],
  rulings: ['I23'],
  levels: {
    S2: {
      capabilities: [
        ['企业环境风险档案动态更新', 'Enterprise risk files are kept current'],
        ['应急准备信息化：物资、队伍、预案、值守', 'Preparedness is digital: supplies, teams, plans, duty'],
        ['地图展示应急设施与物资', 'Facilities and supplies are shown on the map'],
      ],
    },
    S3: {
      capabilities: [
        ['突发事件智能匹配预案', 'Incidents find their plan by themselves'],
        ['事后可总结评估', 'Incidents are reviewed afterwards'],
        ['重污染天气模块，绩效分级与减排清单', 'Heavy-pollution module with grading and cut list'],
        ['重污染响应过程有记录', 'The response is recorded'],
      ],
    },
    S4: {
      capabilities: [
        ['园区、企业、政府响应互联与指挥', 'Park, enterprises and government respond together'],
        ['可模拟污染扩散', 'Dispersion can be simulated'],
      ],
    },
    S5: {
      measures: [
        atLeast('env_emergency_supply_provision_ratio', '1'),
        atLeast('env_emergency_supply_effective_ratio', '1'),
      ],
      capabilities: [
        ['地图辅助决策：调配、视频、疏散', 'The map helps decide on supplies, video, evacuation'],
        ['支持事件演练或现场指挥', 'Supports drills or command on site'],
      ],
    },
  },
});
