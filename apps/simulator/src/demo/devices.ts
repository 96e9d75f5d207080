import { toPosition } from './enterprises.js';

/** The gateway a device speaks through; each is one feed. */
export type DemoGateway = 'env-gateway' | 'safety-gateway' | 'iot-platform';

/** A monitoring point of the demo park. */
export interface DemoDevice {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly gateway: DemoGateway;
  readonly enterprise: string | null;
  /** Seconds between heartbeats in the history; later all devices but the air stations report every five minutes. */
  readonly historicSeconds: number;
  readonly majorHazard: boolean;
  readonly requiredByIndustry: boolean;
  /** Registered and required, but never connected: what keeps the access rates below 1. */
  readonly neverConnected: boolean;
  readonly position: readonly [number, number];
}

/** The air stations of the recording, in its column order, and the names they have here. */
export const AIR_STATIONS: readonly (readonly [column: string, name: string])[] = [
  ['Aotizhongxin', '管委会站'],
  ['Changping', '北厂界站'],
  ['Dingling', '西北边界站'],
  ['Dongsi', '消防站站'],
  ['Guanyuan', '中央绿地站'],
  ['Gucheng', '西厂界站'],
  ['Huairou', '北侧背景站'],
  ['Nongzhanguan', '物流中心站'],
  ['Shunyi', '东厂界站'],
  ['Tiantan', '污水处理厂站'],
  ['Wanliu', '公共管廊站'],
  ['Wanshouxigong', '码头站'],
];

interface Family {
  readonly prefix: string;
  readonly count: number;
  readonly noun: string;
  readonly category: string;
  readonly gateway: DemoGateway;
  readonly historicSeconds: number;
  readonly enterprises: readonly number[];
  readonly industry: boolean;
}

const FAMILIES: readonly Family[] = [
  {
    prefix: 'MH',
    count: 8,
    noun: '重大危险源储罐液位压力点',
    category: '重大危险源',
    gateway: 'safety-gateway',
    historicSeconds: 900,
    enterprises: [6, 24, 1, 8, 14, 27, 6, 24],
    industry: true,
  },
  {
    prefix: 'GAS',
    count: 14,
    noun: '有毒可燃气体探测器',
    category: '有毒可燃气体',
    gateway: 'safety-gateway',
    historicSeconds: 3600,
    enterprises: [1, 3, 5, 6, 7, 8, 12, 14, 22, 23, 24, 26, 27, 30],
    industry: true,
  },
  {
    prefix: 'PRC',
    count: 10,
    noun: '重点监管工艺参数点',
    category: '重点监管工艺',
    gateway: 'iot-platform',
    historicSeconds: 7200,
    enterprises: [1, 7, 8, 12, 13, 14, 17, 23, 26, 27],
    industry: true,
  },
  {
    prefix: 'WW',
    count: 4,
    noun: '废水排口流量点',
    category: '废水排口',
    gateway: 'iot-platform',
    historicSeconds: 14_400,
    enterprises: [2, 12, 22, 27],
    industry: true,
  },
  {
    prefix: 'GW',
    count: 4,
    noun: '地下水监测井',
    category: '地下水',
    gateway: 'iot-platform',
    historicSeconds: 14_400,
    enterprises: [],
    industry: false,
  },
  {
    prefix: 'GATE',
    count: 4,
    noun: '封闭管理卡口',
    category: '封闭管理卡口',
    gateway: 'iot-platform',
    historicSeconds: 3600,
    enterprises: [],
    industry: true,
  },
  {
    prefix: 'EN',
    count: 4,
    noun: '能源采集器',
    category: '能源计量',
    gateway: 'iot-platform',
    historicSeconds: 3600,
    enterprises: [10, 15, 20, 25],
    industry: false,
  },
];

const NEVER_CONNECTED = new Set(['GAS-13', 'GAS-14', 'PRC-10', 'WW-04']);

function toMembers(family: Family, row: number): readonly DemoDevice[] {
  return Array.from({ length: family.count }, (_, index) => {
    const number = index + 1;
    const id = `${family.prefix}-${String(number).padStart(2, '0')}`;
    const owner = family.enterprises[index];
    const isOwned = owner !== undefined;
    return {
      id,
      name: `${family.noun} ${number}`,
      category: family.category,
      gateway: family.gateway,
      enterprise: isOwned ? `E-${String(owner).padStart(2, '0')}` : null,
      historicSeconds: family.historicSeconds,
      majorHazard: family.prefix === 'MH',
      requiredByIndustry: family.industry,
      neverConnected: NEVER_CONNECTED.has(id),
      position: isOwned
        ? toPosition(
            ((owner - 1) % 6) + 0.2 + 0.15 * (row % 4),
            Math.floor((owner - 1) / 6) + 0.2 + 0.1 * (index % 5),
          )
        : toPosition(6.5 * (index % 2), 1.6 * index + 0.3 * row),
    };
  });
}

/** The station that is required from the beginning and installed later. */
export const LATE_STATION = 'AIR-07';

/** The points that are not air stations. */
export const DEVICES: readonly DemoDevice[] = FAMILIES.flatMap(toMembers);

/** The air stations around the park; their data is recorded. */
export const AIR_DEVICES: readonly DemoDevice[] = AIR_STATIONS.map(([, name], index) => ({
  id: `AIR-${String(index + 1).padStart(2, '0')}`,
  name: `环境空气${name}`,
  category: '环境空气',
  gateway: 'env-gateway',
  enterprise: null,
  historicSeconds: 3600,
  majorHazard: false,
  requiredByIndustry: false,
  neverConnected: false,
  position: toPosition(
    3.5 + 4.5 * Math.cos((index / 6) * Math.PI),
    2.2 + 3 * Math.sin((index / 6) * Math.PI),
  ),
}));

/** Enterprises with a major hazard owe major-hazard information (I18). */
export const HAZARDOUS: ReadonlySet<string> = new Set(
  DEVICES.filter(({ majorHazard }) => majorHazard).flatMap(({ enterprise }) => enterprise ?? []),
);
