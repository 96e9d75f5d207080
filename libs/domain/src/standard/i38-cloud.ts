import { atLeast, defineIndicator, moreThan } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 38. */
export const cloud = defineIndicator({
  id: 'I38',
  secondary: 'Q16',
  slug: 'cloud',
  zh: '业务系统上云',
  en: 'Business Systems on Cloud',
  weight: '0.2',
  table: 'A.5',
  basis: ['register'],
  references: [],
  rulings: ['I38'],
  levels: {
    S2: {
      measures: [atLeast('cloud_migration_ratio', '0.2')],
    },
    S3: {
      measures: [moreThan('cloud_migration_ratio', '0.4')],
    },
    S4: {
      measures: [moreThan('cloud_migration_ratio', '0.6')],
    },
    S5: {
      measures: [moreThan('cloud_migration_ratio', '0.8')],
    },
  },
});
