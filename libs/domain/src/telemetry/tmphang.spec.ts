import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { deriveSignal } from './deriveSignal.js';
import { ParkFacts } from './parkFacts.js';
import { MEASURES, PARK_START, arbitraryFacts, arbitraryInstant, arbitraryVersions } from './testing/arbitraryPark.js';
it('hang', () => {
  for (let round = 0; round < 20; round++) for (const measure of MEASURES()) {
    for (const [facts, versions, to] of fc.sample(fc.tuple(arbitraryFacts(measure), arbitraryVersions(measure), arbitraryInstant), 40)) {
      writeFileSync('/tmp/case.json', JSON.stringify({ measure, facts, versions, to }));
      const park = ParkFacts.of(facts);
      let t = performance.now();
      deriveSignal({ measure, versions, facts: park, from: PARK_START - 3600000, to: PARK_START + 40 * 86400000, zone: 'Europe/Berlin' });
      deriveSignal({ measure, versions, facts: park, from: to, to: to + 3*86400000, zone: 'Europe/Berlin' });
      t = performance.now() - t;
      if (t > 300) console.log(measure, t | 0, JSON.stringify(versions));
    }
  }
}, 100000);
