import type { Palette } from '../../charts/palette.js';
import type { TrendGate } from '../../charts/trend.option.js';
import type { Scale } from './trendScale.js';
import { lineWidth } from './wallFrame.js';

export interface GateDrawing {
  readonly scale: Scale;
  readonly values: readonly (number | null)[];
  readonly palette: Palette;
  /** No room for the name of the line. */
  readonly isBare: boolean;
}

type Spot = 'insideStartTop' | 'insideEndTop' | 'insideStartBottom' | 'insideEndBottom';
const SPOTS: readonly Spot[] = ['insideStartTop', 'insideEndTop', 'insideStartBottom', 'insideEndBottom'];
/** A name takes this part of the width and of the height. */
const [NAME_WIDTH, NAME_HEIGHT, NAME_GAP] = [0.3, 0.24, 0.02];

/** The line of a grade with its name where the score leaves it the most room; null where it is out of sight. */
export function gateLine({ value, name }: TrendGate, drawing: GateDrawing) {
  const { scale, palette, isBare } = drawing;
  if (value < scale.min || value > scale.max) return null;
  return {
    yAxis: value,
    lineStyle: { color: palette.text2, type: 'dashed', width: lineWidth(palette, 0.06) },
    label: {
      formatter: isBare ? '' : name,
      position: freestSpot(value, drawing),
      color: palette.text2,
      fontSize: palette.rem,
      fontFamily: palette.family,
    },
  } as const;
}

/** Where on a line its name covers the score the least. */
export function freestSpot(gate: number, { values, scale }: Pick<GateDrawing, 'values' | 'scale'>): Spot {
  const height = scale.max - scale.min;
  const covered = (spot: Spot): number => {
    const count = Math.ceil(values.length * NAME_WIDTH);
    const part = spot.startsWith('insideStart') ? values.slice(0, count) : values.slice(-count);
    const sign = spot.endsWith('Top') ? 1 : -1;
    const isCut =
      gate + sign * NAME_HEIGHT * height > scale.max || gate + sign * NAME_HEIGHT * height < scale.min;
    const over = part.filter((value) => {
      const above = value === null ? 0 : (sign * (value - gate)) / height;
      return above > NAME_GAP && above < NAME_HEIGHT;
    });
    return over.length + (isCut ? values.length : 0);
  };
  return SPOTS.reduce((best, spot) => (covered(spot) < covered(best) ? spot : best));
}
