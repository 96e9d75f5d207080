import { defineIndicator, moreThan } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 40. */
export const trading = defineIndicator({
  id: 'I40',
  secondary: 'Q16',
  slug: 'trading',
  zh: '交易服务',
  en: 'Trading Services',
  weight: '0.2',
  table: 'A.5',
  basis: ['register'],
  references: [],
  rulings: ['A5', 'I40a', 'I40b', 'I40c'],
  levels: {
    S2: {
      capabilities: [
        ['有产品与废物交易平台', 'A trading platform for products and waste exists'],
        ['平台功能完善', 'Its functions are complete'],
      ],
    },
    S3: {
      measures: [
        moreThan('product_platform_sales_ratio', '0.2'),
        moreThan('third_party_contract_platform_ratio', '0.2'),
      ],
      capabilities: [['企业需求档案完善', 'Files of enterprise demand are complete']],
    },
    S4: {
      measures: [
        moreThan('product_platform_sales_ratio', '0.4'),
        moreThan('third_party_contract_platform_ratio', '0.4'),
      ],
      capabilities: [
        ['企业需求档案完善', 'Files of enterprise demand are complete'],
        ['可发布运输、检测、工程需求', 'Transport, testing and works demand can be posted'],
      ],
    },
    S5: {
      measures: [
        moreThan('product_platform_sales_ratio', '0.6'),
        moreThan('third_party_contract_platform_ratio', '0.6'),
      ],
      capabilities: [
        ['企业需求档案完善', 'Files of enterprise demand are complete'],
        ['需求发布满足多样需要', 'Posting meets varied needs'],
      ],
    },
  },
});
