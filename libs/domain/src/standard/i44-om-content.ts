import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.6, indicator 44. */
export const omContent = defineIndicator({
  id: 'I44',
  secondary: 'Q17',
  slug: 'om_content',
  zh: '运维内容',
  en: 'O&M Content',
  weight: '0.3',
  table: 'A.6',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'I43', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['能应对软硬件、网络、数据及异常', 'Hardware, software, network, data and faults are handled'],
      ],
      limitations: [['不能作预防和预测改进', 'No preventive or predictive work']],
    },
    S3: {
      capabilities: [
        ['对软硬件、网络、数据及异常有一定能力', 'A certain capability for all of these'],
        ['针对具体问题作一般预防', 'General prevention for given problems'],
      ],
      limitations: [['执行不力，成效不明显', 'Poorly carried out, little effect']],
    },
    S4: {
      capabilities: [
        ['对软硬件、网络、数据及异常能力完善', 'A complete capability for all of these'],
        ['对隐患作预防和预测改进', 'Preventive and predictive work on hidden faults'],
        ['严格按管控机制执行', 'Strictly by the control mechanism'],
        ['维护记录完整', 'Maintenance records are complete'],
        ['异常可控', 'Faults stay under control'],
        ['性能功能持续改进', 'Performance keeps improving'],
        ['输出保养、处置、评估、改进记录', 'Records of upkeep, handling, assessment, change'],
      ],
    },
    S5: {
      capabilities: [
        ['工具自动监测负载、存储、网络、稳定性', 'Tools watch load, storage, network, stability'],
        ['自动预警并给出办法', 'Warnings come with a remedy'],
        ['发现隐患漏洞，保障可靠与安全', 'Weaknesses are found, reliability and security kept'],
        ['运维数字化，记录过程数据', 'O&M is digital and recorded'],
        ['自动生成运维报告', 'O&M reports write themselves'],
      ],
    },
  },
});
