import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeDefinition } from './definitions.js';
import { deriveSignal } from './deriveSignal.js';
import { ParkFacts } from './parkFacts.js';
import { PARK_START, arbitraryFacts } from './testing/arbitraryPark.features.js';
import { FactBuilder } from './testing/factBuilder.js';
import { showValue } from './testing/showValue.js';
import { valueAt } from './value.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the facts of a park', () => {
  it('tell from which instant on something may change, and that a known fact changes nothing', () => {
    const build = new FactBuilder();
    const park = new ParkFacts();
    const at = PARK_START;
    const facts = [
      build.device('D', at),
      build.state('D', at + HOUR),
      build.reading('data_lake_ratio', at + HOUR, 1, { denominator: '2' }),
      build.transmission('D', { from: at, to: at + HOUR }, [1, 1, 1]),
      build.submission('E', 'energy', '2016-03-26', { at: at + HOUR }),
    ];
    expect(facts.map((fact) => park.add(fact))).toEqual([at, at + HOUR, at + HOUR, at + HOUR, at + HOUR]);
    expect(facts.map((fact) => park.add(fact))).toEqual([null, null, null, null, null]);
  });

  it('take of one event that contradicts itself the same content in any order', () => {
    const build = new FactBuilder();
    const origin = build.origin();
    const pair = [
      build.reading('data_lake_ratio', PARK_START, 1, { denominator: '2' }),
      build.reading('data_lake_ratio', PARK_START, 2, { denominator: '2' }),
    ];
    const [first, second] = pair.map((fact) => ({ ...fact, origin }));
    const lake = composeDefinition('data_lake_ratio', {}, { version: 2, effectiveFrom: 0 });
    const values = [
      [first!, second!],
      [second!, first!],
    ].map((facts) => showValue(valueAt(lake, ParkFacts.of(facts), PARK_START, { zone: 'UTC' })));
    expect(values[0]).toBe(values[1]);
  });

  it('can be forgotten before an instant without changing what windows after it show', () => {
    const measures = [
      'monitor_online_ratio',
      'mh_monitor_online_ratio',
      'iot_access_ratio_design',
      'data_lake_ratio',
    ];
    const cases = fc.constantFrom(...measures).chain((measure) =>
      fc.record({
        measure: fc.constant(measure),
        facts: arbitraryFacts(measure),
        hours: fc.integer({ min: 0, max: 90 }),
      }),
    );
    fc.assert(
      fc.property(cases, fc.boolean(), ({ measure, facts, hours }, hasSums) => {
        const fields = { windowSeconds: 3600, seenWithinSeconds: 3600 };
        const versions = [composeDefinition(measure, fields, { version: 2, effectiveFrom: 0 })];
        const horizon = PARK_START + hours * HOUR;
        const asked = {
          measure,
          versions,
          from: horizon + HOUR,
          to: PARK_START + 6 * DAY,
          zone: 'Europe/Berlin',
        };
        const whole = deriveSignal({ ...asked, facts: ParkFacts.of(facts) });
        const park = ParkFacts.of(facts);
        if (hasSums) deriveSignal({ ...asked, facts: park });
        park.forgetBefore(horizon);
        const points = deriveSignal({ ...asked, facts: park }).points;
        // What was known before a silence that reaches back beyond the horizon is not shown at all, rather than wrongly.
        const isSame = (index: number): boolean => {
          const [kept, full] = [points[index]?.lastKnown ?? null, whole.points[index]?.lastKnown ?? null];
          return kept === null || showValue(kept) === showValue(full);
        };
        expect(points.every((_, index) => isSame(index))).toBe(true);
        const plain = (all: typeof points): unknown => all.map((point) => ({ ...point, lastKnown: null }));
        expect(plain(points)).toEqual(plain(whole.points));
      }),
      { numRuns: 150 },
    );
  });
});
