import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 30. */
export const hazmatTransport = defineIndicator({
  id: 'I30',
  secondary: 'Q12',
  slug: 'hazmat_transport',
  zh: '危险化学品运输监测及危险化学品停车场管理',
  en: 'Hazmat Transport Monitoring & Parking',
  weight: '0.3',
  table: 'A.5',
  basis: ['telemetry'],
  references: [],
  rulings: ['A3', 'A5', 'I30', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['运输监测模块，预约、审核、授权', 'Transport module: booking, review, permission'],
        ['已建危化品停车场模块', 'A hazmat parking module exists'],
      ],
      limitations: [
        ['缺违规监测与车辆定位', 'Violations and positions go unwatched'],
        ['停车场系统不完整', 'The parking system is incomplete'],
      ],
    },
    S3: {
      capabilities: [
        ['停车场系统完整并投用', 'The parking system is complete and in use'],
        ['监测车辆违规', 'Violations are monitored'],
        ['车辆定位与轨迹回放', 'Vehicles are positioned and tracks replayed'],
      ],
      limitations: [
        ['违规报警未闭环', 'Violation alarms are not closed'],
        ['未接电子运单', 'No electronic waybills'],
      ],
    },
    S4: {
      measures: [atLeast('hazchem_vehicle_parking_ratio', '0.9')],
      capabilities: [
        ['接入预约数据，园区与停车场联动', 'Bookings link park and parking lot'],
        ['报警智能提醒并闭环', 'Alarms remind and are closed'],
        ['接入电子运单', 'Electronic waybills are connected'],
        ['掌握进出品种、数量、安全数据', 'Kinds, amounts and safety data are known'],
      ],
    },
    S5: {
      capabilities: [
        ['对接企业系统，掌握厂内车辆', 'Enterprise systems show vehicles inside plants'],
        ['三级联动，按需放行', 'Three levels link and release as needed'],
        ['专用路线灵活配置', 'Dedicated routes are configurable'],
        ['依行驶数据持续优化路线', 'Driving data keeps improving routes'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['与地理信息系统对接', 'Connected with the park GIS'],
      ],
    },
  },
});
