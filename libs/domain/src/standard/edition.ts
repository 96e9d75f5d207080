import { PRIMARIES, SECONDARIES } from './hierarchy.js';
import { INDICATORS } from './indicators.js';
import { MEASURES } from './measures.js';
import { REFERENCES } from './references.js';
import { RULINGS } from './rulings.js';
import type { Standard } from './types.js';

/** The edition of the standard that is built in. */
export const EDITION = 'HG/T 6313-2024';

/** Version of our rulings on it; it changes whenever a reading changes. */
export const RULES_VERSION = '2026.1';

/** HG/T 6313-2024 as we read it, transcribed from Appendix A and the rulings. */
export const HGT_6313_2024: Standard = {
  edition: EDITION,
  rules: RULES_VERSION,
  primaries: PRIMARIES,
  secondaries: SECONDARIES,
  indicators: INDICATORS,
  measures: MEASURES,
  rulings: RULINGS,
  references: REFERENCES,
};
