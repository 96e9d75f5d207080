import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 42. */
export const longTermOps = defineIndicator({
  id: 'I42',
  secondary: 'Q16',
  slug: 'long_term_ops',
  zh: '长效运营',
  en: 'Long-term Operation',
  weight: '0.2',
  table: 'A.5',
  basis: ['evidence'],
  references: [],
  rulings: ['A3', 'I42'],
  levels: {
    S2: {
      capabilities: [['有长效运营机制：机构、机制、制度', 'A lasting set-up: body, ways of working, rules']],
      limitations: [['没有明确方案和计划', 'No clear scheme or plan']],
    },
    S3: {
      capabilities: [
        ['有长效运营机制：机构、机制、制度', 'A lasting set-up: body, ways of working, rules'],
        ['方案和推进计划明确', 'Scheme and schedule are clear'],
        ['已列入年度计划', 'They are in the yearly plan'],
      ],
    },
    S4: {
      capabilities: [
        ['有长效运营机制：机构、机制、制度', 'A lasting set-up: body, ways of working, rules'],
        ['方案和推进计划明确', 'Scheme and schedule are clear'],
        ['已列入年度计划', 'They are in the yearly plan'],
        ['有建设运营主体', 'An entity builds and operates'],
      ],
    },
    S5: {
      measures: [atLeast('operator_completed_projects', '1')],
      capabilities: [
        ['有长效运营机制：机构、机制、制度', 'A lasting set-up: body, ways of working, rules'],
        ['方案和推进计划明确', 'Scheme and schedule are clear'],
        ['已列入年度计划', 'They are in the yearly plan'],
        ['有建设运营主体', 'An entity builds and operates'],
      ],
    },
  },
});
