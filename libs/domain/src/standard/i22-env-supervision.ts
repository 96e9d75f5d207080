import { atLeast, defineIndicator, moreThan } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 22. */
export const envSupervision = defineIndicator({
  id: 'I22',
  secondary: 'Q10',
  slug: 'env_supervision',
  zh: '环境质量及污染源监管',
  en: 'Environmental Quality & Pollution Source Supervision',
  weight: '0.7',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A5', 'I22a', 'I22b'],
  levels: {
    S2: {
      capabilities: [
        ['监测环境质量', 'Environmental quality is monitored'],
        ['监测废气、废水污染源', 'Waste gas and water sources are monitored'],
        ['具备报警功能', 'Alarms are raised'],
        ['空气点位覆盖厂界、园内、园界', 'Air points cover plant, park and boundary'],
        ['水点位覆盖敏感水体和园外地表水', 'Water points cover sensitive and outside waters'],
        ['实时、监督性监测与历史统计', 'Live and supervisory monitoring, history, statistics'],
        ['阈值可配，报警分级并闭环', 'Limits are set freely, alarms graded and closed'],
        ['地图多维展示', 'Shown on the map in several dimensions'],
      ],
    },
    S3: {
      capabilities: [
        ['大气和水污染可溯源并出结果', 'Air and water pollution is traced to a result'],
        ['溯源可在地图多维展示', 'Tracing is shown on the map'],
        ['管理土壤地下水与噪声监测', 'Soil, groundwater and noise are managed'],
        ['保护环境敏感目标', 'Sensitive targets are protected'],
        ['泄漏检测修复数据动态管理', 'Leak detection and repair data is kept current'],
        ['危废全过程动态管理', 'Hazardous waste is followed all the way'],
        ['重点源土壤地下水监测与治理管理', 'Soil and groundwater of key sources are monitored and treated'],
      ],
    },
    S4: {
      capabilities: [
        ['移动监测辅助溯源', 'Mobile monitoring helps tracing'],
        ['溯源结果推送执法', 'Tracing results go to enforcement'],
        ['执法过程实时记录并核实', 'Enforcement is recorded live and confirmed'],
        ['问题整改、核查、闭环', 'Problems are mended, checked, closed'],
        ['超标结果推送执法', 'Exceedances go to enforcement'],
        ['预警与日常检查结合', 'Warnings feed routine inspection'],
        ['检查过程实时记录', 'Inspections are recorded live'],
        ['视频、电子标签实时监控危废', 'Video and tags watch hazardous waste live'],
      ],
    },
    S5: {
      measures: [
        atLeast('auto_monitor_install_ratio', '1'),
        moreThan('auto_monitor_data_valid_ratio', '0.9'),
      ],
      capabilities: [
        ['刻画生态态势，辅助环境决策', 'The ecological picture supports decisions'],
        ['污染数据与治理、许可、总量关联分析', 'Source data is tied to treatment, permits and totals'],
        ['综合分析污染源态势', 'Pollution sources are analysed as a whole'],
        ['为污染源整治提供决策支持', 'Decisions on treating sources are supported'],
      ],
    },
  },
});
