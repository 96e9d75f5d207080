import {
  FORMED_MEASURES,
  type Instant,
  type MeasureDefinition,
  defaultDefinition,
  measureKindOf,
} from '@parkpulse/domain';

/** How far before a moment facts must be read so that values at and after it come out right. */
export interface Lookback {
  /** Readings per measure: the median of ten intervals wants eleven, and one to begin with. */
  readonly readings: number;
  readonly statesFrom: Instant;
  readonly transmissionsFrom: Instant;
  /** A definition counts devices seen ever, so the first heartbeat of each is wanted. */
  readonly needsFirstOnline: boolean;
}

const DAY_SECONDS = 86_400;
const LONGEST_PERIOD_SECONDS = {
  window: 0,
  hour: 3600,
  day: 90_000,
  month: 31 * DAY_SECONDS,
  year: 366 * DAY_SECONDS,
};

/** Whether values are wanted as they live at moments, or over a given period that begins at `from`. */
export type ValueScope = 'moments' | 'period';

/** Derives the lookback that values by some definitions want, from an instant on. */
export function lookbackOf(
  definitions: readonly MeasureDefinition[],
  from: Instant,
  scope: ValueScope = 'moments',
): Lookback {
  const online = definitions.filter(({ measure }) => isOfDevices(measure));
  const transmissions = definitions.filter(({ measure }) => measureKindOf(measure) === 'transmission');
  const furthest = (of: readonly MeasureDefinition[]): number =>
    Math.max(0, ...of.map((each) => spanSeconds(each, scope)));
  return {
    readings: 12,
    // What a device said last before then is read besides, so a window's start needs no margin of its own.
    statesFrom: from - 1000 * furthest(online),
    transmissionsFrom: from - 1000 * (furthest(transmissions) + DAY_SECONDS),
    needsFirstOnline: online.some(({ seenWithinSeconds }) => seenWithinSeconds === null),
  };
}

/** A park's own definitions, and the default ones of all measures that stand behind them. */
export function everyDefinition(own: readonly MeasureDefinition[]): readonly MeasureDefinition[] {
  return [...FORMED_MEASURES.map(defaultDefinition), ...own];
}

function isOfDevices(measure: string): boolean {
  const kind = measureKindOf(measure);
  return kind === 'online_time' || kind === 'online_slots' || kind === 'members';
}

// The closed periods judged and the running one before them, or the window; and how long ago a member may have been seen.
function spanSeconds(definition: MeasureDefinition, scope: ValueScope): number {
  const { judge, periods, windowSeconds, seenWithinSeconds } = definition;
  const seen = measureKindOf(definition.measure) === 'members' ? (seenWithinSeconds ?? 0) : 0;
  if (scope === 'period') return seen;
  const judged = judge === 'window' ? windowSeconds : LONGEST_PERIOD_SECONDS[judge] * (periods + 1);
  return judged + seen;
}
