import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 33. */
export const vehicleMonitoring = defineIndicator({
  id: 'I33',
  secondary: 'Q13',
  slug: 'vehicle_monitoring',
  zh: '动态监测管理',
  en: 'Dynamic Vehicle Monitoring',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['I7c', 'I33', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['实时跟踪车辆', 'Vehicles are tracked live'],
        ['可追溯历史轨迹', 'Past tracks can be traced'],
      ],
    },
    S3: {
      capabilities: [
        ['路线规划与导航', 'Routes are planned and guided'],
        ['园内违时、违线、超速、违停报警处置', 'Wrong time, route, speed or stop raises alarms'],
        ['手机导航、监测、预警推送', 'Guidance and warnings on mobile'],
      ],
    },
    S4: {
      measures: [atLeast('driver_violation_retention_days', '1095')],
      capabilities: [
        ['联动省级主动安全防控系统', 'Linked with the provincial safety system'],
        ['企业、车辆、人员诚信积分', 'Credit points for companies, vehicles, staff'],
        ['严重违法车辆限制入园', 'Serious offenders are kept out'],
      ],
    },
    S5: {
      capabilities: [
        ['借大数据和人工智能优化路线与成本', 'Big data and AI improve routes and cost'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['与地理信息系统对接', 'Connected with the park GIS'],
      ],
    },
  },
});
