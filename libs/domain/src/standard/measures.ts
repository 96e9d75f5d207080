import type { MeasureKey } from './measureKeys.js';
import { ENTERPRISE_MEASURES } from './measuresOfEnterprises.js';
import { OPERATION_MEASURES } from './measuresOfOperations.js';
import { PLATFORM_MEASURES } from './measuresOfPlatforms.js';
import { SAFETY_MEASURES } from './measuresOfSafety.js';
import type { StandardMeasure } from './types.js';

/** All quantities of Appendix A, in the order of its indicators. */
export const MEASURES: readonly StandardMeasure[] = [
  ...ENTERPRISE_MEASURES,
  ...PLATFORM_MEASURES,
  ...SAFETY_MEASURES,
  ...OPERATION_MEASURES,
];

const byKey: ReadonlyMap<MeasureKey, StandardMeasure> = new Map(
  MEASURES.map((measure) => [measure.key, measure]),
);

/** Returns the measure of a key; throws if the table lacks it, which `validateStandard` rules out. */
export function measureOf(key: MeasureKey): StandardMeasure {
  const measure = byKey.get(key);
  if (measure === undefined) throw new RangeError(`no such measure: ${key}`);
  return measure;
}
