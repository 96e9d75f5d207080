import type { PrimaryIndicator, SecondaryIndicator } from './types.js';

/** The six primary indicators with their points (5.2.1). */
export const PRIMARIES: readonly PrimaryIndicator[] = [
  { id: 'P1', zh: '规划与设计', en: 'Planning & Design', points: 4 },
  { id: 'P2', zh: '园区企业', en: 'Park Enterprises', points: 6 },
  { id: 'P3', zh: '支撑平台', en: 'Support Platforms', points: 25 },
  { id: 'P4', zh: '信息基础设施及资源', en: 'Information Infrastructure & Resources', points: 10 },
  { id: 'P5', zh: '业务应用', en: 'Business Applications', points: 50 },
  { id: 'P6', zh: '运维管理', en: 'Operation & Maintenance', points: 5 },
];

/** The 17 secondary indicators with their fixed points (Appendix A); names by ruling N. */
export const SECONDARIES: readonly SecondaryIndicator[] = [
  { id: 'Q01', primary: 'P1', zh: '规划', en: 'Planning', points: 2 },
  { id: 'Q02', primary: 'P1', zh: '设计', en: 'Design', points: 2 },
  { id: 'Q03', primary: 'P2', zh: '企业智慧化', en: 'Enterprise Smartness', points: 6 },
  {
    id: 'Q04',
    primary: 'P3',
    zh: '工业互联网支撑平台',
    en: 'Industrial Internet Support Platforms',
    points: 25,
  },
  { id: 'Q05', primary: 'P4', zh: '传输网络', en: 'Transmission Network', points: 3 },
  { id: 'Q06', primary: 'P4', zh: '计算和存储基础设施', en: 'Computing & Storage Infrastructure', points: 3 },
  { id: 'Q07', primary: 'P4', zh: '安全防护', en: 'Security Protection', points: 4 },
  { id: 'Q08', primary: 'P5', zh: '指挥中心', en: 'Command Centre', points: 4 },
  { id: 'Q09', primary: 'P5', zh: '安全监管系统', en: 'Safety Supervision', points: 7 },
  { id: 'Q10', primary: 'P5', zh: '环境管理系统', en: 'Environmental Management', points: 7 },
  { id: 'Q11', primary: 'P5', zh: '敏捷应急管理系统', en: 'Agile Emergency Management', points: 6 },
  { id: 'Q12', primary: 'P5', zh: '封闭化管理系统', en: 'Enclosed Management', points: 6 },
  { id: 'Q13', primary: 'P5', zh: '物流管理系统', en: 'Logistics Management', points: 6 },
  { id: 'Q14', primary: 'P5', zh: '能源管理系统', en: 'Energy Management', points: 4 },
  { id: 'Q15', primary: 'P5', zh: '产业管理系统', en: 'Industry Management', points: 5 },
  { id: 'Q16', primary: 'P5', zh: '综合管理系统', en: 'Integrated Management', points: 5 },
  { id: 'Q17', primary: 'P6', zh: '智慧化运维管理', en: 'Smart O&M', points: 5 },
];
