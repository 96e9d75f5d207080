import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 16. */
export const centreEmergency = defineIndicator({
  id: 'I16',
  secondary: 'Q08',
  slug: 'centre_emergency',
  zh: '应急监测预警及救援',
  en: 'Emergency Monitoring, Warning & Rescue',
  weight: '0.4',
  table: 'A.5',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'A10', 'I15/I16', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['指挥中心有人值守', 'Someone is on duty at the centre'],
        ['可经电话短信等接警并组织救援', 'Alarms come by phone or SMS and rescue follows'],
      ],
      limitations: [['没有应急预案', 'There is no emergency plan']],
    },
    S3: {
      capabilities: [
        ['建有专业应急指挥调度系统', 'A professional rescue command system exists'],
        ['建有融合通信平台', 'A converged communications platform exists'],
        ['备有应急预案', 'Emergency plans are at hand'],
        ['监测预警系统可收多种方式报警', 'A warning system takes alarms of many kinds'],
      ],
      limitations: [
        ['预案没有真正执行', 'Plans are not really carried out'],
        ['只能调度园区资源', 'Only park resources can be sent'],
        ['只接核心业务报警', 'Only core alarms are connected'],
      ],
    },
    S4: {
      capabilities: [
        ['预案得到有效执行', 'Plans are carried out'],
        ['应急资源调度迅速', 'Resources are sent quickly'],
        ['园区与企业联动', 'Park and enterprises act together'],
        ['各场景报警实时准确送达中心', 'Alarms of every scene reach the centre live and right'],
        ['中心掌握园区企业最新状态', 'The centre knows the latest state of park and enterprises'],
        ['事故报警有效处置', 'Alarms are dealt with effectively'],
      ],
    },
    S5: {
      capabilities: [
        ['与政府多部门联动指挥', 'Command joins several government departments'],
        ['智慧监测预警并自动上报', 'Smart warning reports by itself'],
        ['智慧给出建议并自动处置', 'Smart advice and automatic handling'],
      ],
    },
  },
});
