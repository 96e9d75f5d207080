import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.1, indicator 2. */
export const design = defineIndicator({
  id: 'I02',
  secondary: 'Q02',
  slug: 'design',
  zh: '智慧化设计',
  en: 'Smart Park Design',
  weight: '1',
  table: 'A.1',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'A9', 'C12'],
  levels: {
    S2: {
      capabilities: [['可研与初步设计已完成', 'Feasibility study and preliminary design are done']],
      limitations: [
        ['设计有缺陷', 'The design has flaws'],
        ['设计难以扩展', 'The design is hard to extend'],
      ],
    },
    S3: {
      capabilities: [
        ['可研、初设、详设齐备', 'Feasibility study, preliminary and detailed design are done'],
        ['设计涵盖相关标准的建设要求', 'The design takes in what the relevant standards ask'],
        ['设计便于扩展', 'The design can be extended'],
      ],
      limitations: [['管理和运维需求还未满足', 'Management and O&M needs are not yet met']],
    },
    S4: {
      capabilities: [
        ['可研、初设、详设齐备', 'Feasibility study, preliminary and detailed design are done'],
        ['设计涵盖相关标准的建设要求', 'The design takes in what the relevant standards ask'],
        ['设计便于扩展', 'The design can be extended'],
        ['设计契合管理与运维所需', 'The design serves management and O&M'],
        ['园区已开始智慧化运行', 'The park has begun to run smart'],
      ],
    },
    S5: {
      capabilities: [
        ['可研、初设、详设齐备', 'Feasibility study, preliminary and detailed design are done'],
        ['设计涵盖相关标准的建设要求', 'The design takes in what the relevant standards ask'],
        ['设计便于扩展', 'The design can be extended'],
        ['设计契合管理与运维所需', 'The design serves management and O&M'],
        ['园区已开始智慧化运行', 'The park has begun to run smart'],
        ['技术先进且贴合生产经营', 'Advanced technology, tied closely to production and business'],
        ['员工、管理者、访客体验良好', 'Staff, managers and visitors find it pleasant to use'],
      ],
    },
  },
});
