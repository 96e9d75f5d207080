import type { Component } from 'vue';
import type { TileName } from './show/scenes.js';
import AlertsTile from './tiles/AlertsTile.vue';
import CausesTile from './tiles/CausesTile.vue';
import CellsTile from './tiles/CellsTile.vue';
import ChangesTile from './tiles/ChangesTile.vue';
import DetailTile from './tiles/DetailTile.vue';
import FeedHealthTile from './tiles/FeedHealthTile.vue';
import FeedListTile from './tiles/FeedListTile.vue';
import LayersTile from './tiles/LayersTile.vue';
import LevelsTile from './tiles/LevelsTile.vue';
import LossesTile from './tiles/LossesTile.vue';
import MapTile from './tiles/MapTile.vue';
import MoversTile from './tiles/MoversTile.vue';
import OnlineTile from './tiles/OnlineTile.vue';
import PendingTile from './tiles/PendingTile.vue';
import PrimariesTile from './tiles/PrimariesTile.vue';
import TrendTile from './tiles/TrendTile.vue';

/** What draws a tile, and what it is told besides the show and its size. */
interface Part {
  readonly component: Component;
  readonly props?: Readonly<Record<string, string>>;
  /** Told the nodes of its spec. */
  readonly hasNodes?: true;
  /** Told its own title, to name a drawing for screen readers. */
  readonly hasLabel?: true;
}

export const STAGE_PARTS: Readonly<Record<TileName, Part>> = {
  alerts: { component: AlertsTile },
  categories: { component: OnlineTile, props: { by: 'category' } },
  causes: { component: CausesTile },
  cells: { component: CellsTile, hasNodes: true },
  changes: { component: ChangesTile, props: { kind: 'all' } },
  detail: { component: DetailTile, hasNodes: true },
  enterprises: { component: OnlineTile, props: { by: 'enterprise' } },
  feedHealth: { component: FeedHealthTile },
  feedList: { component: FeedListTile },
  layers: { component: LayersTile, hasLabel: true },
  levels: { component: LevelsTile },
  losses: { component: LossesTile },
  map: { component: MapTile },
  movers: { component: MoversTile },
  pending: { component: PendingTile },
  primaries: { component: PrimariesTile },
  recoveries: { component: ChangesTile, props: { kind: 'rises' } },
  regressions: { component: ChangesTile, props: { kind: 'falls' } },
  trendDay: { component: TrendTile, props: { span: 'day' }, hasLabel: true },
  trendMonth: { component: TrendTile, props: { span: 'month' }, hasLabel: true },
  trendQuarter: { component: TrendTile, props: { span: 'quarter' }, hasLabel: true },
};
