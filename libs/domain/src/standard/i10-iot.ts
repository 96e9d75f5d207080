import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.3, indicator 10. */
export const iot = defineIndicator({
  id: 'I10',
  secondary: 'Q04',
  slug: 'iot',
  zh: '物联网平台',
  en: 'IoT Platform',
  weight: '0.15',
  table: 'A.3',
  basis: ['telemetry', 'register'],
  references: [],
  rulings: ['I10'],
  levels: {
    S2: {
      capabilities: [
        ['平台建成，直连、网关、三方多种接入', 'Platform with direct, gateway and third-party access'],
        ['以标准协议取得企业感知数据', 'Enterprise sensor data comes by standard protocols'],
        ['设备管理：状态查询与信息维护', 'Devices are managed: status and master data'],
      ],
    },
    S3: {
      measures: [atLeast('iot_access_ratio_design', '0.6')],
      capabilities: [
        ['感知数据按需接入', 'Sensor data is connected as needed'],
        ['提供告警管理', 'Alarms are managed'],
        ['告警分类、分级、过滤、合并', 'Alarms are classed, graded, filtered, merged'],
        ['安全前提下可下发控制与参数', 'Commands and settings go out while control stays safe'],
      ],
    },
    S4: {
      measures: [atLeast('iot_access_ratio_design', '0.8')],
      capabilities: [
        ['设备可视化', 'Devices are visualised'],
        ['故障判型、定位、溯因', 'Faults are typed, located, explained'],
        ['通讯设备断点续传', 'Devices resume broken transfers'],
        ['数据库热备和备份', 'The database has standby and backup'],
        ['模型库较全，设备快速实例化', 'A fairly full model library instantiates devices fast'],
        ['平台功能完备、易扩展', 'The platform is complete and extends easily'],
        ['设备静动态属性完成标识注册', 'Static and live attributes are registered by identifier'],
        ['经标识解析查询属性与实时数据', 'Attributes and live data resolve by identifier'],
      ],
    },
    S5: {
      measures: [atLeast('iot_access_ratio_industry', '0.9')],
      capabilities: [
        ['边缘网关与平台云边协同', 'Edge gateways and platform work together'],
        ['自定义规则触发设备或系统联动', "Users' own rules trigger devices or systems"],
        ['经工业互联网标识控制设备', 'Devices are controlled by identifier'],
      ],
    },
  },
});
