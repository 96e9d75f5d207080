import fc from 'fast-check';
import { it } from 'vitest';
import { deriveSignal } from './deriveSignal.js';
import { ParkFacts } from './parkFacts.js';
import { MEASURES, PARK_START, arbitraryFacts, arbitraryVersions } from './testing/arbitraryPark.js';
it('stats', () => {
  for (const measure of MEASURES()) {
    const stats: Record<string, number> = {};
    let points = 0;
    fc.assert(fc.property(arbitraryFacts(measure), arbitraryVersions(measure), (facts, versions) => {
      const s = deriveSignal({ measure, versions, facts: ParkFacts.of(facts), from: PARK_START - 3600000, to: PARK_START + 40 * 86400000, zone: 'Europe/Berlin' });
      points += s.points.length;
      for (const p of s.points) { const k = p.value.kind === 'known' ? 'known' : p.value.reason; stats[k] = (stats[k] ?? 0) + 1; stats['t:' + p.trigger] = (stats['t:' + p.trigger] ?? 0) + 1; }
    }), { numRuns: 300 });
    console.log(measure, points / 300, JSON.stringify(stats));
  }
});
