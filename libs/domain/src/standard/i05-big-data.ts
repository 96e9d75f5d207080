import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.3, indicator 5. */
export const bigData = defineIndicator({
  id: 'I05',
  secondary: 'Q04',
  slug: 'big_data',
  zh: '大数据平台',
  en: 'Big Data Platform',
  weight: '0.15',
  table: 'A.3',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A3', 'A10', 'I5a', 'I5b', 'I5c'],
  levels: {
    S2: {
      measures: [atLeast('data_lake_ratio', '0.3')],
      capabilities: [
        ['大数据平台基本框架已搭好', 'The basic frame of a big data platform stands'],
        [
          '业务数据入湖并向企业提供基础共享',
          'Business data lands and is shared with enterprises at a basic level',
        ],
      ],
      limitations: [
        ['平台还未成为应用的数据底座', 'The platform is not yet the data base of applications'],
        ['数据很少被调用', 'Data is seldom called'],
        ['没有数据加工和可视化', 'No data processing or visualisation'],
        ['管理制度或标准欠缺', 'Data rules or standards are lacking'],
      ],
    },
    S3: {
      measures: [atLeast('data_lake_ratio', '0.5'), atLeast('lake_data_call_ratio', '0.3')],
      capabilities: [
        ['平台架构完整', 'The platform architecture is complete'],
        ['能够加工数据', 'Data can be processed'],
        ['可视化展示数据', 'Data can be visualised'],
        ['数据安全有保障', 'Data is kept secure'],
        ['建有基础数据模型', 'Basic data models exist'],
        ['建有基本主题库、专题库', 'Basic subject and topic databases exist'],
        ['业务应用从平台取数', 'Applications draw data from the platform'],
        ['有简单的用户权限控制', 'Users have simple permissions'],
        ['订有数据管理制度或标准', 'Data rules or standards are in place'],
      ],
    },
    S4: {
      measures: [atLeast('core_app_data_lake_coverage', '0.7'), atLeast('lake_data_call_ratio', '0.5')],
      capabilities: [
        ['入湖数据范围有所扩大', 'More kinds of park data land than before'],
        ['推动各应用改由平台取数', 'Applications are being moved to platform data'],
        ['共享工具、接口、服务完善', 'Sharing tools, interfaces and services are complete'],
        ['快速编排，为应用提供全面共享', 'Quick orchestration gives applications full data sharing'],
        ['满足全部联动管理的存储与交换', 'Storage and exchange suffice for all linked management'],
      ],
    },
    S5: {
      measures: [atLeast('lake_data_call_ratio', '0.7')],
      capabilities: [
        ['对各类业务数据开展治理', 'All kinds of business data are governed'],
        ['建有数据资产目录', 'A data asset catalogue exists'],
        ['建有数据标准管理体系', 'Data standards are managed as a system'],
        ['数据管理覆盖园区和企业系统', 'Data management reaches park and enterprise systems'],
        ['多数应用数据来自平台', 'Applications take most data from the platform'],
        ['数据管理制度健全', 'Data rules are complete'],
        ['按权限和角色向企业开放数据', 'Data opens to enterprises by permission and role'],
        ['企业借平台创新和转型', 'Enterprises innovate and transform with the platform'],
      ],
    },
  },
});
