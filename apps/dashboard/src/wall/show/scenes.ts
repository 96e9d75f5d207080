import type { WallScene } from '@parkpulse/contracts';
import type { PartName } from '../data/picture.js';
import type { TileWish } from '../layout/stage.js';

export const TILE_NAMES = [
  'alerts',
  'categories',
  'causes',
  'cells',
  'changes',
  'detail',
  'enterprises',
  'feedHealth',
  'feedList',
  'layers',
  'levels',
  'losses',
  'map',
  'movers',
  'pending',
  'primaries',
  'recoveries',
  'regressions',
  'trendDay',
  'trendMonth',
  'trendQuarter',
] as const;
export type TileName = (typeof TILE_NAMES)[number];

/** A tile of a scene; `nodes` are the nodes of the score tree it is about, where it is about some only. */
export interface TileSpec extends TileWish {
  readonly name: TileName;
  readonly nodes: readonly string[];
}

/** The part of the picture a tile stands on: when that part is stale, so is the tile. */
export const TILE_PART: Readonly<Record<TileName, PartName>> = {
  alerts: 'transitions',
  categories: 'places',
  causes: 'transitions',
  cells: 'assessment',
  changes: 'transitions',
  detail: 'assessment',
  enterprises: 'places',
  feedHealth: 'feeds',
  feedList: 'feeds',
  layers: 'primaries',
  levels: 'assessment',
  losses: 'assessment',
  map: 'places',
  movers: 'transitions',
  pending: 'assessment',
  primaries: 'assessment',
  recoveries: 'transitions',
  regressions: 'transitions',
  trendDay: 'month',
  trendMonth: 'month',
  trendQuarter: 'quarter',
};

const tile = (name: TileName, wish: TileWish = {}): TileSpec => ({ name, nodes: [], ...wish });
const about = (name: 'cells' | 'detail', nodes: string, weight: number): TileSpec => ({
  name,
  nodes: nodes.split(' '),
  weight,
});

/** Plans by how many places there are: the largest that fits is taken. */
type Plans = Readonly<Record<number, readonly TileSpec[]>>;

const MATRIX: Plans = {
  1: [about('cells', 'P1 P2 P3 P4 P5 P6', 1)],
  2: [about('cells', 'P1 P2 P3 P4 P6', 22), about('cells', 'P5', 28)],
  3: [about('cells', 'P1 P2 P4 P6', 11), about('cells', 'P3', 7), about('cells', 'P5', 28)],
  4: [
    about('cells', 'P3', 7),
    about('cells', 'P1 P2 P4 P6', 11),
    about('cells', 'Q08 Q09 Q10 Q11', 13),
    about('cells', 'Q12 Q13 Q14 Q15 Q16', 15),
  ],
  6: [
    about('cells', 'P1 P2', 4),
    about('cells', 'P3', 7),
    about('cells', 'P4 P6', 8),
    about('cells', 'Q08 Q09', 7),
    about('cells', 'Q10 Q11 Q12', 9),
    about('cells', 'Q13 Q14 Q15 Q16', 12),
  ],
};

/** With room over two rows the largest primary gets both. */
const TALL_DETAIL: readonly TileSpec[] = [
  { ...about('detail', 'P5', 10), hero: 'tall' },
  about('detail', 'P3', 7),
  about('detail', 'P1 P2 P4 P6', 6),
];

const DETAIL: Plans = {
  1: [tile('primaries')],
  2: [about('detail', 'P5', 10), about('detail', 'P1 P2 P4 P6', 9)],
  3: [about('detail', 'P5', 10), about('detail', 'P3', 7), about('detail', 'P1 P2 P4 P6', 9)],
  4: [
    about('detail', 'P1 P2', 4),
    about('detail', 'P4 P6', 7),
    about('detail', 'P3', 8),
    about('detail', 'P5', 9),
  ],
  6: [1, 2, 3, 4, 5, 6].map((number) => about('detail', `P${number}`, 1)),
};

function planFor(plans: Plans, places: number): readonly TileSpec[] {
  const size = Math.max(
    ...Object.keys(plans)
      .map(Number)
      .filter((count) => count <= Math.max(1, places)),
  );
  return plans[size] ?? [];
}

/** How many places a stage has, and whether a tile may stand over two rows. */
export interface SceneRoom {
  readonly places: number;
  readonly isTall: boolean;
}

/** The tiles of each scene, the most important first; as many of them are shown as there are places. */
export const SCENES: Readonly<Record<WallScene, (room: SceneRoom) => readonly TileSpec[]>> = {
  overview: () => [
    tile('primaries', { weight: 3 }),
    tile('trendMonth', { weight: 3 }),
    tile('changes'),
    tile('losses'),
    tile('levels'),
    tile('pending'),
    tile('feedHealth'),
  ],
  trend: () => [
    tile('trendQuarter', { hero: 'wide' }),
    tile('trendDay'),
    tile('layers', { weight: 3 }),
    tile('movers'),
    tile('causes'),
    tile('trendMonth'),
    tile('levels'),
  ],
  matrix: ({ places }) => planFor(MATRIX, places),
  changes: () => [
    tile('regressions', { weight: 2 }),
    tile('alerts', { weight: 2 }),
    tile('recoveries'),
    tile('pending'),
    tile('causes'),
    tile('movers'),
    tile('losses'),
  ],
  feeds: () => [
    tile('feedHealth'),
    tile('feedList', { weight: 2 }),
    tile('categories'),
    tile('enterprises', { weight: 2 }),
    tile('pending'),
    tile('changes'),
    tile('levels'),
  ],
  primaries: ({ places, isTall }) => (places === 4 && isTall ? TALL_DETAIL : planFor(DETAIL, places)),
  map: () => [
    tile('map', { hero: 'tall' }),
    tile('enterprises', { weight: 2 }),
    tile('categories'),
    tile('feedHealth'),
    tile('pending'),
    tile('changes'),
    tile('losses'),
  ],
};
