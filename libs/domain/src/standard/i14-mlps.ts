import { atLeast, defineIndicator } from './defineIndicator.js';
import { GB_T_22239 } from './references.js';

/** HG/T 6313-2024, Table A.4, indicator 14. */
export const mlps = defineIndicator({
  id: 'I14',
  secondary: 'Q07',
  slug: 'mlps',
  zh: '网络安全等级保护合规',
  en: 'Cybersecurity MLPS Compliance',
  weight: '1',
  table: 'A.4',
  basis: ['certificate'],
  references: [GB_T_22239],
  rulings: ['A4', 'A12', 'I14a', 'I14b', 'I14c', 'N'],
  levels: {
    S2: {
      measures: [atLeast('crypto_app_level', '1')],
      capabilities: [
        ['有防火墙、入侵防护等基础手段', 'Basic means such as firewall and intrusion protection'],
        ['能抵御个人的小规模攻击', 'Holds against individuals with few means'],
        ['密码服务经商密认证', 'Cryptographic services are certified'],
      ],
    },
    S3: {
      measures: [atLeast('mlps_level', '2'), atLeast('crypto_app_level', '2')],
      capabilities: [
        ['防护能力较全面', 'Protection is fairly broad'],
        ['能抵御外部小型组织攻击', 'Holds against small outside groups'],
      ],
    },
    S4: {
      measures: [atLeast('mlps_level', '3'), atLeast('crypto_app_level', '3')],
      capabilities: [
        ['防护能力全面，含云平台和租户', 'Protection is broad, cloud and tenants included'],
        ['统一策略下能抵御有组织团体攻击', 'One policy holds against organised, well-equipped groups'],
      ],
    },
    S5: {
      measures: [atLeast('mlps_level', '3'), atLeast('crypto_app_level', '4')],
      capabilities: [
        ['安全防御体系完善', 'The defence system is complete'],
        ['在三级等保上有所增强', 'Goes somewhat beyond MLPS level 3'],
        ['统一策略下能抵御各方攻击', 'One policy holds against attacks from anywhere'],
      ],
    },
  },
});
