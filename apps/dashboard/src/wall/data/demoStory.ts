import { INDICATOR_IDS, type IndicatorId, type Level } from '@parkpulse/domain';
import type { Cause } from '../../api/types.js';

/** One turn of the demonstration: an indicator changes its level at a step of the loop. */
export interface DemoTurn {
  readonly step: number;
  readonly indicator: IndicatorId;
  readonly to: Level;
  readonly cause: Cause;
  readonly clauses: readonly string[];
}

export const STEP_MS = 20_000;
/** Steps of the loop; after the last one everything stands as at its start. */
export const STEPS = 12;

/** Candidate levels at the start of the loop, I01 to I46. */
const BASE = '4344343434 4333445444 3343343434 4435443343 343434'.replaceAll(' ', '');

export const BASE_LEVELS: ReadonlyMap<IndicatorId, Level> = new Map(
  INDICATOR_IDS.map((id, index) => [id, `S${BASE[index] ?? '3'}` as Level]),
);

/** What happens in a loop: a slow decline of one rate, a sudden outage with its recovery, a correction. */
export const TURNS: readonly DemoTurn[] = [
  { step: 2, indicator: 'I10', to: 'S3', cause: 'value', clauses: ['I10.S4.m1'] },
  { step: 4, indicator: 'I19', to: 'S2', cause: 'value', clauses: ['I19.S3.m1', 'I19.S4.m1'] },
  { step: 6, indicator: 'I22', to: 'S4', cause: 'restatement', clauses: [] },
  { step: 8, indicator: 'I19', to: 'S4', cause: 'value', clauses: ['I19.S4.m1'] },
  { step: 9, indicator: 'I34', to: 'S4', cause: 'denominator', clauses: [] },
  { step: 10, indicator: 'I10', to: 'S4', cause: 'value', clauses: ['I10.S4.m1'] },
  { step: 11, indicator: 'I34', to: 'S5', cause: 'denominator', clauses: [] },
  { step: 11, indicator: 'I22', to: 'S3', cause: 'restatement', clauses: [] },
];

/** What came before, in the order of time; every path ends at the level the loop starts from. */
export const PAST: readonly (DemoTurn & { readonly daysAgo: number; readonly from: Level })[] = [
  { daysAgo: 27, indicator: 'I05', from: 'S2', to: 'S3', cause: 'attestation', clauses: [] },
  { daysAgo: 24, indicator: 'I20', from: 'S3', to: 'S4', cause: 'value', clauses: ['I20.S4.m1'] },
  { daysAgo: 19, indicator: 'I36', from: 'S4', to: 'S3', cause: 'denominator', clauses: [] },
  { daysAgo: 15, indicator: 'I17', from: 'S4', to: 'S5', cause: 'attestation', clauses: [] },
  { daysAgo: 11, indicator: 'I24', from: 'S4', to: 'S3', cause: 'value', clauses: ['I24.S4.m1'] },
  { daysAgo: 8, indicator: 'I33', from: 'S4', to: 'S3', cause: 'staleness', clauses: [] },
  { daysAgo: 5, indicator: 'I34', from: 'S4', to: 'S5', cause: 'value', clauses: ['I34.S5.m1'] },
  { daysAgo: 2, indicator: 'I07', from: 'S2', to: 'S3', cause: 'registry', clauses: [] },
].map((turn) => ({ ...turn, step: 0 }) as DemoTurn & { readonly daysAgo: number; readonly from: Level });

/** The levels of a step: those of the start with every turn up to it. */
export function levelsAt(step: number): ReadonlyMap<IndicatorId, Level> {
  const levels = new Map(BASE_LEVELS);
  for (const turn of TURNS) if (turn.step <= step) levels.set(turn.indicator, turn.to);
  return levels;
}

/** A number in [0, 1) that depends on nothing but its place: the demonstration is the same wherever it runs. */
export function noise(seed: number): number {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  const spread = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((spread ^ (spread >>> 15)) >>> 0) / 2 ** 32;
}
