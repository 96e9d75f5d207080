import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 28. */
export const gate = defineIndicator({
  id: 'I28',
  secondary: 'Q12',
  slug: 'gate',
  zh: '门禁/卡口管理',
  en: 'Gate & Checkpoint Management',
  weight: '0.4',
  table: 'A.5',
  basis: ['evidence', 'telemetry'],
  references: [],
  rulings: ['A3', 'I28', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['已建门禁卡口模块', 'A gate module exists'],
        ['管控人、车、物进出', 'People, vehicles and goods are controlled'],
      ],
      limitations: [
        ['人脸车牌不能自动放行', 'No release by face or plate'],
        ['定位设备无登记、发放、返还', 'Positioning devices are not registered'],
        ['封闭管理未见成效', 'Enclosure does not work yet'],
      ],
    },
    S3: {
      capabilities: [
        ['人脸车牌识别自动放行', 'Faces and plates open the gate'],
        ['衔接车辆预约，全流程贯通', 'Booking to release runs through as one flow'],
        ['定位设备登记、发放、返还', 'Positioning devices are issued and returned'],
      ],
      limitations: [
        ['车辆权限把控不严', 'Vehicle permissions are lax'],
        ['封闭与周界效果欠佳', 'Enclosure and perimeter work poorly'],
      ],
    },
    S4: {
      capabilities: [
        ['入园车辆定位有效', 'Vehicles inside are positioned'],
        ['车辆进出权限从严', 'Vehicle permissions are strict'],
        ['封闭与周界运行良好', 'Enclosure and perimeter work well'],
      ],
    },
    S5: {
      capabilities: [
        ['按卡口、人车类型智能识别提醒', 'Recognises and reminds by gate and type'],
        ['黑名单车辆预警布控', 'Blacklisted vehicles are flagged'],
        ['与智慧平台充分互通', 'Fully joined with the park platform'],
        ['紧急时智能判断开关闸', 'Gates judge and act in an emergency'],
      ],
    },
  },
});
