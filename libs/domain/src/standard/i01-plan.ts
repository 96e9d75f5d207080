import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.1, indicator 1. */
export const plan = defineIndicator({
  id: 'I01',
  secondary: 'Q01',
  slug: 'plan',
  zh: '智慧化规划',
  en: 'Smart Park Plan',
  weight: '1',
  table: 'A.1',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'A9', 'C12'],
  levels: {
    S2: {
      capabilities: [['已有园区智慧化建设规划', 'A smart-park plan has been drawn up']],
      limitations: [['规划尚有缺项', 'The plan leaves topics out']],
    },
    S3: {
      capabilities: [
        ['智慧化规划继续有效', 'A smart-park plan is in place'],
        ['规划内容无缺项', 'The plan leaves nothing out'],
        ['投资估算明确', 'Costs are clearly estimated'],
      ],
    },
    S4: {
      capabilities: [
        ['智慧化规划继续有效', 'A smart-park plan is in place'],
        ['规划内容无缺项', 'The plan leaves nothing out'],
        ['投资估算明确', 'Costs are clearly estimated'],
        ['规划切实可行', 'The plan can well be carried out'],
        ['难度、成本与园区体量相称', 'Difficulty and cost fit the size of the park'],
      ],
    },
    S5: {
      capabilities: [
        ['智慧化规划继续有效', 'A smart-park plan is in place'],
        ['规划内容无缺项', 'The plan leaves nothing out'],
        ['含产业规划部分', 'It has a part on industry'],
        ['投资估算明确', 'Costs are clearly estimated'],
        ['规划切实可行', 'The plan can well be carried out'],
        ['难度、造价与园区体量相称', 'Difficulty and building cost fit the size of the park'],
        ['建设内容可长期更新和维护', 'What it builds can be updated and kept up for long'],
        ['能让园区办事更有效率', 'It makes the park work more efficiently'],
      ],
    },
  },
});
