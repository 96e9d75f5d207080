import { CLAUSE_LEVELS, type IndicatorId, type Level, isIndicatorId, isLevel } from '@parkpulse/domain';
import { STANDING_EFFORT, stepKey, type Overrides, type UnitEffort } from './efforts.js';

/** What a cheapest path is looked for under. */
export interface PathSettings {
  readonly goal: 60 | 80;
  readonly unit: UnitEffort;
  readonly overrides: Overrides;
  /** The level a platform must have reached before what builds on it; null: the order is left open. */
  readonly need: Level | null;
}

export const STANDING_PATH: PathSettings = {
  goal: 80,
  unit: STANDING_EFFORT,
  overrides: new Map(),
  need: 'S2',
};

/** The names in a page's address that carry path settings. */
export const PATH_KEYS = ['goal', 'um', 'uc', 'price', 'need'] as const;

/** Writes what differs from the standing settings for the URL: `price=I10.S4:30;I02.S3:x` (x: not to be had). */
export function pathToQuery({ goal, unit, overrides, need }: PathSettings): Readonly<Record<string, string>> {
  const prices = [...overrides].map(([step, effort]) => `${step}:${effort ?? 'x'}`);
  return {
    ...(goal !== STANDING_PATH.goal && { goal: String(goal) }),
    ...(unit.measure !== STANDING_EFFORT.measure && { um: String(unit.measure) }),
    ...(unit.capability !== STANDING_EFFORT.capability && { uc: String(unit.capability) }),
    ...(prices.length > 0 && { price: prices.join(';') }),
    ...(need !== STANDING_PATH.need && { need: need ?? 'none' }),
  };
}

/** Reads path settings from the URL; what is not understood is left out. */
export function pathFromQuery(query: Readonly<Record<string, unknown>>): PathSettings {
  const { goal, um, uc, price, need } = query;
  return {
    goal: goal === '60' ? 60 : 80,
    unit: {
      measure: effortOf(um) ?? STANDING_EFFORT.measure,
      capability: effortOf(uc) ?? STANDING_EFFORT.capability,
    },
    overrides: new Map(pricesOf(price)),
    need: needOf(need),
  };
}

function needOf(text: unknown): Level | null {
  if (text === 'none') return null;
  return typeof text === 'string' && isLevel(text) && text !== 'S1' ? text : STANDING_PATH.need;
}

function pricesOf(text: unknown): readonly (readonly [string, number | null])[] {
  if (typeof text !== 'string') return [];
  return text.split(';').flatMap((entry) => {
    const [step = '', price = ''] = entry.split(':');
    const [id = '', level = ''] = step.split('.');
    const effort = price === 'x' ? null : effortOf(price);
    return isStep(id, level) && effort !== undefined
      ? [[stepKey(id as IndicatorId, level as Level), effort] as const]
      : [];
  });
}

function isStep(id: string, level: string): boolean {
  return isIndicatorId(id) && CLAUSE_LEVELS.some((one) => one === level);
}

function effortOf(text: unknown): number | undefined {
  return typeof text === 'string' && /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
