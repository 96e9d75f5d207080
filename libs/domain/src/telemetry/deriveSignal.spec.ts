import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasureValue } from '../kernel/measureValue.js';
import { defaultDefinition, definitionAt, joinGapOf } from './definitions.js';
import { deriveSignal } from './deriveSignal.js';
import type { Fact, Instant } from './facts.js';
import { toFormedValue } from './formedValue.js';
import { isRolling, judgedAt, wholeMinute } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { boundOf } from './measureForms.js';
import { ParkFacts } from './parkFacts.js';
import type { Signal } from './signal.js';
import { isSameValue } from './signalWriter.js';
import { sourceOf } from './streamSource.js';
import {
  MEASURES,
  PARK_START,
  arbitraryFacts,
  arbitraryInstant,
  arbitraryVersions,
} from './testing/arbitraryPark.features.js';
import { formFromStreams, valueAt } from './value.js';
import { toPlainValue } from './walkWindow.js';

const ZONE = 'Europe/Berlin';
const DAY = 86_400_000;
/** More for a soak: `PROPERTY_RUNS=5000`. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 60);
const SPAN = { from: PARK_START - 3_600_000, to: PARK_START + 40 * DAY };

interface Case {
  readonly measure: string;
  readonly versions: readonly MeasureDefinition[];
  readonly facts: readonly Fact[];
}

const cases: fc.Arbitrary<Case> = fc.constantFrom(...MEASURES()).chain((measure) =>
  fc.record({
    measure: fc.constant(measure),
    versions: arbitraryVersions(measure),
    facts: arbitraryFacts(measure),
  }),
);

/** The live value at an instant by the plain formula: rolling windows at the whole minute. */
function plainValueAt({ measure, versions }: Case, park: ParkFacts, at: Instant): MeasureValue {
  const definition = definitionAt(measure, versions, at);
  const live = toPlainValue(valueAt(definition, park, at, { zone: ZONE }));
  const isStale = live.kind === 'unknown' && live.reason === 'stale';
  const source = sourceOf(definition, park, judgedAt(definition, at, ZONE), ZONE);
  if (isStale || source !== 'streams' || !isRolling(definition)) return live;
  const judged = judgedAt(definition, wholeMinute(at), ZONE);
  return toPlainValue(
    toFormedValue(formFromStreams(definition, park, judged, { zone: ZONE }), boundOf(measure)),
  );
}

function valueIn({ points }: Signal, at: Instant): MeasureValue | null {
  return points.findLast((point) => point.at <= at)?.value ?? null;
}

function show(value: MeasureValue | null): string {
  if (value === null) return 'nothing';
  if (value.kind === 'unknown') return value.reason;
  return `${value.numerator.coefficient}e-${value.numerator.scale}/${value.denominator.coefficient}e-${value.denominator.scale}`;
}

describe('a signal', () => {
  it('holds at every instant the value of the plain formula', () => {
    fc.assert(
      fc.property(cases, fc.array(arbitraryInstant, { minLength: 5, maxLength: 30 }), (own, instants) => {
        const park = ParkFacts.of(own.facts);
        const signal = deriveSignal({ ...own, facts: park, ...SPAN, zone: ZONE });
        for (const point of signal.points) instants.push(point.at, point.at - 1);
        for (const at of instants.filter((at) => at >= SPAN.from && at <= SPAN.to)) {
          const [expected, actual] = [plainValueAt(own, park, at), valueIn(signal, at)];
          expect(`${new Date(at).toISOString()} ${show(actual)}`).toBe(
            `${new Date(at).toISOString()} ${show(expected)}`,
          );
        }
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 60 },
    );
  });

  it('is the same whether derived at once or piece by piece, with facts added in between', () => {
    const cuts = fc.array(arbitraryInstant, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(cases, cuts, (own, instants) => {
        const whole = deriveSignal({ ...own, facts: ParkFacts.of(own.facts), ...SPAN, zone: ZONE });
        const park = ParkFacts.of(own.facts);
        const bounds = [
          SPAN.from,
          ...instants.filter((at) => at > SPAN.from && at < SPAN.to).sort((a, b) => a - b),
          SPAN.to,
        ];
        for (let index = 1; index < bounds.length; index += 1) {
          const [from = 0, to = 0] = bounds.slice(index - 1);
          const piece = deriveSignal({ ...own, facts: park, from, to, zone: ZONE });
          expect(show(piece.points[0]?.value ?? null)).toBe(show(valueIn(whole, from)));
          const later = piece.points
            .filter(({ at }) => at > from)
            .map(({ at, value }) => `${at} ${show(value)}`);
          const expected = whole.points
            .filter(({ at }) => at > from && at <= to)
            .map(({ at, value }) => `${at} ${show(value)}`);
          expect(later).toEqual(expected);
        }
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 60 },
    );
  });

  it('does not change before its next due instant without new facts', () => {
    fc.assert(
      fc.property(cases, arbitraryInstant, (own, to) => {
        const park = ParkFacts.of(own.facts);
        const { nextDue } = deriveSignal({ ...own, facts: park, from: to, to, zone: ZONE });
        const after = deriveSignal({ ...own, facts: park, from: to, to: to + 3 * DAY, zone: ZONE });
        const next = after.points.find(({ at }) => at > to)?.at ?? null;
        if (next !== null) expect(nextDue ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(next);
        if (nextDue !== null) expect(nextDue).toBeGreaterThan(to);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 60 },
    );
  });

  it('is the same in any order of arrival and with every fact twice', () => {
    const shuffled = cases.chain((own) =>
      fc.record({
        own: fc.constant(own),
        order: fc.shuffledSubarray([...own.facts, ...own.facts], { minLength: own.facts.length * 2 }),
        early: fc.nat(own.facts.length * 2),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ own, order, early }) => {
        const inOrder = deriveSignal({ ...own, facts: ParkFacts.of(own.facts), ...SPAN, zone: ZONE });
        const park = new ParkFacts();
        order.forEach((fact, index) => {
          // Derive once on the way, so that running sums exist and have to be kept up to date.
          if (index === early) deriveSignal({ ...own, facts: park, ...SPAN, zone: ZONE });
          park.add(fact);
        });
        const signal = deriveSignal({ ...own, facts: park, ...SPAN, zone: ZONE });
        expect(signal.points).toEqual(inOrder.points);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 60 },
    );
  });

  it('is the same with old heartbeats joined to stretches, as far as the definitions allow', () => {
    const shuffled = cases.chain((own) =>
      fc.record({
        own: fc.constant(own),
        order: fc.shuffledSubarray([...own.facts], { minLength: own.facts.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ own, order }) => {
        const joinGap = joinGapOf([defaultDefinition(own.measure), ...own.versions]);
        const single = deriveSignal({ ...own, facts: ParkFacts.of(own.facts), ...SPAN, zone: ZONE });
        const collected = ParkFacts.of(own.facts, joinGap);
        expect(collected.needsReload).toBe(false);
        expect(deriveSignal({ ...own, facts: collected, ...SPAN, zone: ZONE }).points).toEqual(single.points);
        const shuffledPark = new ParkFacts(joinGap);
        for (const fact of order) shuffledPark.add(fact);
        if (shuffledPark.needsReload) return;
        expect(deriveSignal({ ...own, facts: shuffledPark, ...SPAN, zone: ZONE }).points).toEqual(
          single.points,
        );
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 60 },
    );
  });

  it('never repeats a value', () => {
    fc.assert(
      fc.property(cases, (own) => {
        const { points } = deriveSignal({ ...own, facts: ParkFacts.of(own.facts), ...SPAN, zone: ZONE });
        points.slice(1).forEach((point, index) => {
          expect(point.at).toBeGreaterThan(points[index]!.at);
          expect(isSameValue(point.value, points[index]!.value)).toBe(false);
        });
        expect(points[0]?.at).toBe(SPAN.from);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 60 },
    );
  });
});
