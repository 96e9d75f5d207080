import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 29. */
export const personnel = defineIndicator({
  id: 'I29',
  secondary: 'Q12',
  slug: 'personnel',
  zh: '人员分布及出入园管理',
  en: 'Personnel Distribution & Park Access',
  weight: '0.3',
  table: 'A.5',
  basis: ['telemetry'],
  references: [],
  rulings: ['A3', 'I29a', 'I29b'],
  levels: {
    S2: {
      capabilities: [
        ['人员分布模块，分类动态显示', 'People shown by class and movement'],
        ['出入园模块，车辆预约、审核、授权', 'Access module: vehicle booking, review, permission'],
      ],
      limitations: [
        ['重点企业定位接入不全，不能分类统计', 'Positioning incomplete, no counts by class'],
        ['不能分区授权', 'No permission by zone'],
        ['没有异常报警和黑名单', 'No alarms, no blacklist'],
        ['通行数据不能实时查看统计', 'Passage is not seen or counted live'],
      ],
    },
    S3: {
      capabilities: [
        ['人员分类统计、分区展示', 'People counted by class and zone'],
        ['重点企业定位接入较全', 'Positioning of key enterprises fairly full'],
        ['可分区授权', 'Permission by zone'],
        ['异常行为报警与黑名单', 'Alarms on conduct, and a blacklist'],
        ['人员车辆数据可查', 'People and vehicle data can be searched'],
      ],
    },
    S4: {
      measures: [atLeast('key_area_person_location_access_ratio', '0.7')],
      capabilities: [
        ['特定人员实时位置与轨迹', 'Where a person is and was'],
        ['移动端预约审核', 'Booking and review on mobile'],
        ['异常行为报警与黑名单', 'Alarms on conduct, and a blacklist'],
        ['通行数据实时查看、分类统计', 'Passage seen live and counted by class'],
      ],
    },
    S5: {
      measures: [atLeast('key_area_person_location_access_ratio', '0.9')],
      capabilities: [
        ['视频联动与可视化', 'Video linkage and display'],
        ['结合分布和视频布控人员', 'People are watched by position and video'],
        ['异常及时报警并联动核实', 'Anomalies alarm at once and are checked'],
        ['与支撑平台数据互通', 'Data flows with the support platforms'],
        ['为特种作业人员监管供数', 'Feeds supervision of special workers'],
        ['预约流程可灵活配置', 'The approval flow can be configured'],
        ['已批预约可撤回并收权', 'Approved bookings can be withdrawn'],
        ['分区统计并按总量预警', 'Zones are counted with limits'],
        ['数据跨平台共享', 'Data is shared across platforms'],
        ['与地理信息系统对接', 'Connected with the park GIS'],
      ],
    },
  },
});
