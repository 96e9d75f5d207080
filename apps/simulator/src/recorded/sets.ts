import { AIR_QUALITY } from './airQuality.js';
import { ENERGY_FEEDS, ENERGY_METERS } from './energyMeters.js';
import { IOT_HEARTBEATS } from './iotHeartbeats.js';
import { type RecordedSet } from './recordedSet.js';
import { WATER_PROCESS } from './waterProcess.js';

/** The recorded sets by name. */
export const RECORDED_SETS: ReadonlyMap<string, RecordedSet> = new Map(
  [AIR_QUALITY, ENERGY_METERS, ENERGY_FEEDS, IOT_HEARTBEATS, WATER_PROCESS].map((set) => [set.name, set]),
);
