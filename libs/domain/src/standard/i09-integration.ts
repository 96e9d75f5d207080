import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.3, indicator 9. */
export const integration = defineIndicator({
  id: 'I09',
  secondary: 'Q04',
  slug: 'integration',
  zh: '信息集成平台',
  en: 'Information Integration Platform',
  weight: '0.15',
  table: 'A.3',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A1', 'A4', 'A10', 'I9a', 'I9b', 'I9c', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['有部分集成功能和少量应用', 'Some integration functions, few uses'],
        ['有简易数据集成工具', 'A simple data integration tool exists'],
        ['局部系统和数据已集成', 'Some systems and data are integrated'],
      ],
    },
    S3: {
      measures: [atLeast('unified_integration_ratio', '0.6')],
      capabilities: [
        ['集成平台完备且应用广泛', 'The integration platform is complete and widely used'],
        ['集成多源数据、消息、服务', 'Data, messages and services of many sources are integrated'],
        ['接口开放共享有机制', 'There is a way to open and share interfaces'],
        ['全部应用接口登记管理', 'All application interfaces are registered'],
        ['全部应用统一身份认证', 'All applications use one sign-on'],
        ['全部应用监控告警', 'All applications are monitored with alarms'],
        ['各系统全面集成', 'Systems are integrated throughout'],
      ],
    },
    S4: {
      measures: [atLeast('unified_integration_ratio', '0.8')],
      capabilities: [
        ['平台得到深层次应用', 'The platform is used in depth'],
        ['跨中心、跨区域集成', 'Integration reaches across centres and regions'],
        ['连通国家、省市、区县、企业系统', 'Connected upward to the state and down to enterprises'],
        ['与其他支撑平台联动', 'Linked with the other support platforms'],
      ],
    },
    S5: {
      capabilities: [
        ['快速搭建智慧管控场景', 'Smart control scenarios are built fast'],
        ['管理数据全面集成', 'All management data is integrated'],
        ['云上云下均可部署', 'Deploys on and off cloud'],
        ['自动集成、运维、监控', 'Integration, O&M and monitoring run by themselves'],
        ['任务中断可续读', 'Broken tasks resume'],
        ['集成任务自动修复', 'Tasks repair themselves'],
        ['垃圾数据自动清理', 'Junk data is cleared by itself'],
        ['与大数据平台共成治理体系', 'With the big data platform it forms one governance system'],
        ['按场景编排接口，快速上线新应用', 'Interfaces are orchestrated to launch new applications fast'],
        ['接口调用全程监控与统计', 'Interface calls are watched and counted all their life'],
      ],
    },
  },
});
