import { atLeast, defineIndicator } from './defineIndicator.js';
import { GB_T_36073 } from './references.js';

/** HG/T 6313-2024, Table A.6, indicator 46. */
export const dataMgmt = defineIndicator({
  id: 'I46',
  secondary: 'Q17',
  slug: 'data_mgmt',
  zh: '数据管理规范',
  en: 'Data Management Discipline',
  weight: '0.2',
  table: 'A.6',
  basis: ['certificate'],
  references: [GB_T_36073],
  rulings: ['A1', 'A4', 'I46'],
  levels: {
    S2: {
      measures: [atLeast('dcmm_level', '2')],
    },
    S3: {
      measures: [atLeast('dcmm_level', '3')],
    },
    S4: {
      measures: [atLeast('dcmm_level', '4')],
    },
    S5: {
      measures: [atLeast('dcmm_level', '5')],
    },
  },
});
