import { type Bilingual, CODES, type Code } from '@parkpulse/contracts';
import type { Refused } from './queries/refusal.js';

/** Refuses with a code and, unless more can be said, the code's own sentence. */
export function refused(code: Code, detail: Bilingual = CODES[code]): Refused {
  return { kind: 'refused', code, detail: { zh: detail.zh, en: detail.en }, pointer: null };
}
