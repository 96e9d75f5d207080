import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 34. */
export const energy = defineIndicator({
  id: 'I34',
  secondary: 'Q14',
  slug: 'energy',
  zh: '能耗统计分析及管理',
  en: 'Energy Statistics & Conservation',
  weight: '0.6',
  table: 'A.5',
  basis: ['telemetry', 'register'],
  references: [],
  rulings: ['A3', 'A12', 'I34', 'N'],
  levels: {
    S2: {
      capabilities: [
        ['已建能耗统计模块', 'An energy statistics module exists'],
        ['可接入企业能源数据', 'Enterprise energy data can come in'],
        ['原始数据保存，报表可查', 'Raw data is kept, reports can be read'],
        ['已建节能管理模块', 'An energy saving module exists'],
        ['统管技改和自查项目', 'Retrofits and self-checks are managed together'],
      ],
    },
    S3: {
      capabilities: [
        ['原始数据实时保存，报表可查', 'Raw data is kept live, reports can be read'],
        ['能耗分类分项统计', 'Energy is counted by class and item'],
        ['可看能耗分布', 'Its distribution can be seen'],
        ['管理节能指标', 'Saving targets are managed'],
        ['管理节能设备', 'Saving equipment is managed'],
      ],
      limitations: [['没有多维分析、指标和排名', 'No wider analysis, targets or ranking']],
    },
    S4: {
      measures: [atLeast('energy_data_access_ratio', '0.4')],
      capabilities: [
        ['管理能耗指标体系', 'A set of energy indicators is managed'],
        ['能耗多维统计', 'Energy in several dimensions'],
        ['用能效率分析与排名', 'Users are analysed and ranked by efficiency'],
        ['节能指标预警', 'Saving targets raise warnings'],
        ['预警消息推送', 'Warnings are pushed'],
      ],
    },
    S5: {
      measures: [atLeast('energy_data_access_ratio', '0.6')],
      capabilities: [
        ['多种智能技术协同感知能耗', 'Smart technologies sense energy together'],
        ['自动生成能耗分析报告', 'Energy reports write themselves'],
        ['按对象和指标给出优化方案', 'Schemes per object and indicator'],
        ['实体与数字园区协同，虚实融合', 'Real and digital park work as one'],
        ['智能评估技改并优化成效', 'Retrofits are rated and improved smartly'],
      ],
    },
  },
});
