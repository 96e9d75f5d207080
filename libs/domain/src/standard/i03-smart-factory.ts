import { atLeast, composite, defineIndicator } from './defineIndicator.js';
import type { Comparison } from './types.js';

/** HG/T 6313-2024, Table A.2, indicator 3. */
export const smartFactory = defineIndicator({
  id: 'I03',
  secondary: 'Q03',
  slug: 'smart_factory',
  zh: '智能工厂建设',
  en: 'Smart Factory Development',
  weight: '0.5',
  table: 'A.2',
  basis: ['register', 'telemetry'],
  references: [],
  rulings: ['A1', 'A4', 'I3a', 'I3b', 'I3c', 'I3d', 'I3e', 'I3f', 'I3g', 'I3h'],
  levels: {
    S2: {
      measures: [
        factoriesOrWorkshops({ factories: '1', workshops: '2', factoryShare: '0.03', workshopShare: '0.05' }),
      ],
    },
    S3: {
      measures: [
        factoriesOrWorkshops({ factories: '2', workshops: '3', factoryShare: '0.05', workshopShare: '0.1' }),
      ],
    },
    S4: {
      measures: [
        factoriesOrWorkshops({ factories: '3', workshops: '5', factoryShare: '0.07', workshopShare: '0.15' }),
        atLeast('sf_qualified_90_count', '1'),
      ],
      capabilities: [
        [
          '同一工厂：加工、检测、物流设备联网',
          'One factory: processing, testing and logistics equipment networked',
        ],
        ['同一工厂：采集设备运行数据', 'One factory: equipment operating data collected'],
        ['同一工厂：设备实时受监控', 'One factory: equipment watched in real time'],
      ],
    },
    S5: {
      measures: [
        factoriesOrWorkshops({ factories: '5', workshops: '7', factoryShare: '0.1', workshopShare: '0.15' }),
        atLeast('sf_qualified_95_count', '2'),
      ],
      capabilities: [
        [
          '两家工厂：加工、检测、物流设备联网',
          'Both factories: processing, testing and logistics equipment networked',
        ],
        ['两家工厂：采集设备运行数据', 'Both factories: equipment operating data collected'],
        ['两家工厂：设备实时受监控', 'Both factories: equipment watched in real time'],
      ],
    },
  },
});

interface Quota {
  readonly factories: string;
  readonly workshops: string;
  readonly factoryShare: string;
  readonly workshopShare: string;
}

// One clause: counts above 30 enterprises, shares at 30 or fewer (rulings I3a, I3b, I3f).
function factoriesOrWorkshops({
  factories,
  workshops,
  factoryShare,
  workshopShare,
}: Quota): ReturnType<typeof composite> {
  return composite(
    {
      kind: 'branch',
      on: { kind: 'comparison', measure: 'enterprise_count', comparator: '>', threshold: '30' },
      then: {
        kind: 'anyOf',
        conditions: [reaches('smart_factory_count', factories), reaches('digital_workshop_count', workshops)],
      },
      otherwise: {
        kind: 'anyOf',
        conditions: [
          reaches('smart_factory_share', factoryShare),
          reaches('digital_workshop_share', workshopShare),
        ],
      },
    },
    [
      `智能工厂达${factories}家或数字化车间达${workshops}个（企业30家及以下按占比）`,
      `${factories} smart factories or ${workshops} digital workshops (shares at 30 enterprises or fewer)`,
    ],
  );
}

function reaches(measure: Comparison['measure'], threshold: string): Comparison {
  return { kind: 'comparison', measure, comparator: '>=', threshold };
}
