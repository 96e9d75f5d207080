import { defineIndicator, moreThan } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.2, indicator 4. */
export const mfgMaturity = defineIndicator({
  id: 'I04',
  secondary: 'Q03',
  slug: 'mfg_maturity',
  zh: '智能制造能力成熟度',
  en: 'Smart Manufacturing Maturity',
  weight: '0.5',
  table: 'A.2',
  basis: ['register', 'certificate'],
  references: [],
  rulings: ['A1', 'A4', 'I4a', 'I4b', 'I4c', 'N'],
  levels: {
    S2: {
      measures: [moreThan('maturity_l2_plus_ratio', '0.2')],
    },
    S3: {
      measures: [moreThan('maturity_l2_plus_ratio', '0.3')],
    },
    S4: {
      measures: [moreThan('maturity_l3_plus_ratio', '0.12')],
    },
    S5: {
      measures: [moreThan('maturity_l4_plus_ratio', '0.05')],
    },
  },
});
