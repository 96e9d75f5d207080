import { FORMED_MEASURES, type Instant, type MeasureDefinition, defaultDefinition, measureKindOf } from '@parkpulse/domain';

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
const LONGEST_PERIOD_SECONDS = { window: 0, hour: 3600, day: 90_000, month: 31 * DAY_SECONDS, year: 366 * DAY_SECONDS };

/** Derives the lookback from the definitions in use, the default ones included. */
export function lookbackOf(own: readonly MeasureDefinition[], from: Instant): Lookback {
  const definitions = [...FORMED_MEASURES.map(defaultDefinition), ...own];
  const online = definitions.filter(({ measure }) => isOfDevices(measure));
  const transmissions = definitions.filter(({ measure }) => measureKindOf(measure) === 'transmission');
  return {
    readings: 12,
    statesFrom: from - 1000 * Math.max(2 * DAY_SECONDS, ...online.map((each) => spanSeconds(each) + DAY_SECONDS)),
    transmissionsFrom: from - 1000 * Math.max(2 * DAY_SECONDS, ...transmissions.map((each) => spanSeconds(each) + DAY_SECONDS)),
    needsFirstOnline: online.some(({ seenWithinSeconds }) => seenWithinSeconds === null),
  };
}

function isOfDevices(measure: string): boolean {
  const kind = measureKindOf(measure);
  return kind === 'online_time' || kind === 'online_slots' || kind === 'members';
}

// The closed periods judged and the running one before them, or the window.
function spanSeconds({ judge, periods, windowSeconds, seenWithinSeconds, onlineWithinSeconds }: MeasureDefinition): number {
  const judged = judge === 'window' ? windowSeconds : LONGEST_PERIOD_SECONDS[judge] * (periods + 1);
  return judged + Math.max(seenWithinSeconds ?? 0, onlineWithinSeconds ?? 0);
}
