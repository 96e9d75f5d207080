import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.4, indicator 12. */
export const network = defineIndicator({
  id: 'I12',
  secondary: 'Q05',
  slug: 'network',
  zh: '有线网络和无线网络',
  en: 'Wired & Wireless Networks',
  weight: '1',
  table: 'A.4',
  basis: ['evidence', 'telemetry'],
  references: [],
  rulings: ['A1', 'A3', 'A4', 'A9', 'A10', 'A12', 'I12', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['网络覆盖无遗漏', 'The network covers everything'],
        ['网络基本可用', 'The network is basically usable'],
      ],
      limitations: [
        ['终端接入没有防护', 'Terminal access has no protection'],
        ['网络质量一般', 'Quality is only middling'],
      ],
    },
    S3: {
      capabilities: [
        ['网络覆盖无遗漏', 'The network covers everything'],
        ['网络质量较好', 'Quality is fairly good'],
        ['性能满足园区业务', "Performance suits the park's business"],
        ['接入须认证和授权', 'Access needs authentication and authorisation'],
        ['运维实时掌握状态和故障', 'O&M sees state and faults live'],
      ],
    },
    S4: {
      capabilities: [
        ['网络覆盖无遗漏', 'The network covers everything'],
        ['网络质量好', 'Quality is good'],
        ['各业务带宽有保障、可扩展', 'Each business has sure, expandable bandwidth'],
        ['接入须认证和授权', 'Access needs authentication and authorisation'],
        ['组网有可靠性保护', 'The topology is protected against failure'],
        ['无线漫游无感', 'Roaming goes unnoticed'],
        ['可扩展多种无线协议', 'More wireless protocols can be added'],
        ['有线无线统一运维', 'Wired and wireless share one O&M'],
        ['故障可快速诊断', 'Faults are diagnosed quickly'],
      ],
    },
    S5: {
      capabilities: [
        ['网络覆盖无遗漏', 'The network covers everything'],
        ['园区千兆接入', 'Access runs at gigabit speed'],
        ['带宽质量很好', 'Bandwidth quality is very good'],
        ['无线漫游无感', 'Roaming goes unnoticed'],
        ['SDN敏捷组网', 'SDN makes networking agile'],
        ['各业务独享带宽、动态扩容', 'Each business has its own, elastic bandwidth'],
        ['无线为视频等独立分配带宽', 'Wireless sets bandwidth aside for video and the like'],
        ['可扩展多种无线协议，质量有保障', 'More protocols can be added, quality assured'],
        ['接入须认证和授权', 'Access needs authentication and authorisation'],
        ['组网有可靠性保护', 'The topology is protected against failure'],
        ['运维与园区平台联动', 'O&M works in linkage with the park platform'],
      ],
    },
  },
});
