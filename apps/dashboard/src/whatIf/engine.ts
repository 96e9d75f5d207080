import { compileStandard, planScoring } from '@parkpulse/domain';
import { standard } from '../format/names.js';

/** The very engine the server judges by, made once for this browser. */
export const compiled = compileStandard(standard);
export const scoring = planScoring(standard);
