import { APPLICATION_RULINGS } from './rulingsOfApplications.js';
import { GENERAL_RULINGS } from './rulingsGeneral.js';
import { PLATFORM_RULINGS } from './rulingsOfPlatforms.js';
import type { Ruling } from './types.js';

/** All rulings in force, general ones first; `RULES_VERSION` changes when a reading changes. */
export const RULINGS: readonly Ruling[] = [...GENERAL_RULINGS, ...PLATFORM_RULINGS, ...APPLICATION_RULINGS];
