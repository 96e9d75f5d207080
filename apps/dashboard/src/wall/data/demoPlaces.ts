import type { Places } from '@parkpulse/contracts';
import { noise } from './demoStory.js';

const ENTERPRISES = 24;
const COLUMNS = 6;
const DEVICES_EACH = 6;
const [LONGITUDE, LATITUDE] = [121.06, 30.61];
const CATEGORIES = [
  { zh: '有毒可燃气体', en: 'Toxic and flammable gas' },
  { zh: '储罐液位', en: 'Tank level' },
  { zh: '视频', en: 'Video' },
  { zh: '排放口', en: 'Outlets' },
] as const;
/** The enterprise whose gateway falls silent in the demonstration. */
const SILENT = 8;

type Device = Places['devices'][number];

/** A made-up park on a grid of plots; one gateway is silent while the story says so. */
export function demoPlaces(step: number, now: number, language: 'zh' | 'en'): Places {
  const categories = CATEGORIES.map((category) => category[language]);
  const isOut = step >= 4 && step < 8;
  const stateOf = (owner: number, number: number): Device['state'] => {
    if (isOut && owner === SILENT) return 'offline';
    if (noise(owner * 31 + number) > 0.985) return 'maintenance';
    return noise(owner * 17 + number * 5) > 0.975 ? 'offline' : 'online';
  };
  const devices = Array.from({ length: ENTERPRISES * DEVICES_EACH }, (_, index): Device & { owner: number } => {
    const owner = Math.floor(index / DEVICES_EACH);
    const number = index % DEVICES_EACH;
    const [east, north] = plotOf(owner);
    return {
      id: `D-${index + 1}`,
      owner,
      category: categories[number % categories.length] ?? null,
      majorHazard: number < 2,
      position: [east + (noise(index) - 0.5) * 0.004, north + (noise(index + 500) - 0.5) * 0.0028],
      state: stateOf(owner, number),
    };
  });
  return {
    at: new Date(now).toISOString(),
    enterprises: Array.from({ length: ENTERPRISES }, (_, owner) => ({
      id: `E-${owner + 1}`,
      name: `E${String(owner + 1).padStart(2, '0')}`,
      status: 'commissioned' as const,
      key: owner % 5 === 0,
      position: plotOf(owner),
      devices: countOf(devices.filter((device) => device.owner === owner)),
    })),
    devices: devices.map(({ owner: _owner, ...device }) => device),
    categories: categories.map((category) => ({
      category,
      ...countOf(devices.filter((device) => device.category === category)),
    })),
  };
}

function plotOf(owner: number): readonly [number, number] {
  const [column, row] = [owner % COLUMNS, Math.floor(owner / COLUMNS)];
  return [LONGITUDE + column * 0.0072, LATITUDE - row * 0.0052];
}

function countOf(devices: readonly Pick<Device, 'state'>[]) {
  return { online: devices.filter(({ state }) => state === 'online').length, due: devices.length };
}
