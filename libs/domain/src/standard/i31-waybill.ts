import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 31. */
export const waybill = defineIndicator({
  id: 'I31',
  secondary: 'Q13',
  slug: 'waybill',
  zh: '物流基础信息及运单管理',
  en: 'Logistics Information & Waybills',
  weight: '0.4',
  table: 'A.5',
  basis: ['telemetry'],
  references: [],
  rulings: ['I17', 'I31a', 'I31b'],
  levels: {
    S2: {
      capabilities: [
        ['维护运输公司、车辆、人员信息', 'Companies, vehicles and staff are kept'],
        ['企业与园区在线办理运单审批', 'Waybills are applied for and approved online'],
        ['可接入企业物流数据', 'Enterprise logistics data can come in'],
      ],
    },
    S3: {
      capabilities: [
        ['从业人员可在电脑和手机登记', 'Staff register on PC and mobile'],
        ['基础信息多维统计', 'Basic data in several dimensions'],
        ['运单获批后权限自动下发', 'Approval issues permissions by itself'],
        ['识别运输合规，不合规自动报警', 'Unlawful transport is recognised and alarmed'],
        ['手机端运单管理', 'Waybills on mobile'],
        ['运单多维统计', 'Waybills in several dimensions'],
      ],
    },
    S4: {
      measures: [atLeast('transport_data_fill_ratio', '0.8')],
      capabilities: [
        ['对接交通数据，核验资质、到期预警', 'Transport data verifies permits and warns of expiry'],
        ['预警推送手机', 'Warnings go to mobile'],
        ['入园货物与禁限控、运单比对', 'Loads are checked against limits and waybill'],
        ['危废转移生成电子联单', 'Waste transfers get electronic manifests'],
        ['能与当地危货运单系统联网', 'Able to join the local hazmat waybill system'],
      ],
    },
    S5: {
      measures: [atLeast('transport_data_fill_ratio', '0.9')],
      capabilities: [
        ['业务由人工智能自动服务', 'AI serves the business by itself'],
        ['入园调度算法，控制车辆数量', 'Entry scheduling limits vehicles inside'],
        ['经支撑平台跨平台共享', 'Shared through the support platforms'],
        ['与地理信息系统对接', 'Connected with the park GIS'],
      ],
    },
  },
});
