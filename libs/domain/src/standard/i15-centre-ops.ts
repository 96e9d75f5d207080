import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 15. */
export const centreOps = defineIndicator({
  id: 'I15',
  secondary: 'Q08',
  slug: 'centre_ops',
  zh: '建设运营',
  en: 'Centre Construction & Operation',
  weight: '0.6',
  table: 'A.5',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'I15/I16', 'C12'],
  levels: {
    S2: {
      capabilities: [['指挥中心有专用场所', 'The command centre has a place of its own']],
      limitations: [
        ['大屏和坐席系统不全', 'Screen and seat systems are incomplete'],
        ['运营团队不健全', 'The team is not yet sound'],
      ],
    },
    S3: {
      capabilities: [
        ['指挥中心有专用场所', 'The command centre has a place of its own'],
        ['大屏与坐席系统完整', 'Screen and seat systems are complete'],
        ['运营团队配备较齐', 'The team is fairly complete'],
      ],
      limitations: [
        ['运营成效不显', 'Operation shows little effect'],
        ['制度流程执行不力', 'Rules and processes are poorly followed'],
      ],
    },
    S4: {
      capabilities: [
        ['运营团队协同有效', 'The team works together well'],
        ['制度流程落实到位', 'Rules and processes are followed'],
        ['指挥中心运行良好', 'The centre runs well'],
      ],
    },
    S5: {
      capabilities: [
        ['借智能技术自动处置流程', 'AI and big data handle processes automatically'],
        ['监管与救援效率大幅提高', 'Supervision and rescue gain much efficiency'],
      ],
    },
  },
});
