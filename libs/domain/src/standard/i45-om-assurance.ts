import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.6, indicator 45. */
export const omAssurance = defineIndicator({
  id: 'I45',
  secondary: 'Q17',
  slug: 'om_assurance',
  zh: '运维保障',
  en: 'O&M Assurance',
  weight: '0.2',
  table: 'A.6',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'I43', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['已建运维协同机制', 'A coordination mechanism exists'],
        ['必要的技术与资源已明确', 'Needed skills and resources are named'],
        ['必要资金已提供', 'Needed funds are there'],
      ],
    },
    S3: {
      capabilities: [
        ['与环保、应急、公安等部门建立协同', 'Coordination with environment, emergency, police and others'],
        ['明确机构、人员、知识、技术、工具', 'Body, people, knowledge, skills and tools are named'],
        ['识别工具、备件、耗材', 'Tools, spares and consumables are identified'],
        ['资金与需要匹配', 'Funds match the need'],
      ],
      limitations: [
        ['协同执行不力', 'Coordination is poorly carried out'],
        ['技术与资源未达要求', 'Skills and resources fall short'],
        ['资金使用不合规', 'Funds are not used by the rules'],
      ],
    },
    S4: {
      capabilities: [
        ['部门协同有效，运维稳步推进', 'Coordination works, O&M moves on steadily'],
        ['保障社会价值输出', "The park's social value is assured"],
        ['明确机构、人员、知识、技术、工具', 'Body, people, knowledge, skills and tools are named'],
        ['技术、资源、处置、优化相匹配', 'Skills, resources, handling and tuning match'],
        ['识别工具、备件、耗材', 'Tools, spares and consumables are identified'],
        ['资金与需要精准匹配', 'Funds match the need exactly'],
        ['资金使用合规', 'Funds are used by the rules'],
      ],
    },
    S5: {
      capabilities: [
        ['以工具快速响应，能力持续提高', 'Tools speed response, which keeps improving'],
        ['备件、知识、耗材快速查用', 'Spares, knowledge, consumables found fast'],
        ['运维组织持续培训提升', 'The team keeps training and improving'],
        ['稳定输出运维成效', 'O&M results stay steady'],
      ],
    },
  },
});
