import { decodeEvent, type MeasureCatalogue } from '@parkpulse/contracts';
import {
  attestedCapabilities,
  boundOf,
  type ClauseId,
  compileStandard,
  type CompiledStandard,
  defaultDefinition,
  gradeOf,
  HGT_6313_2024,
  type IndicatorId,
  inferStandard,
  type Level,
  type MeasureKey,
  MEASURES,
  type MeasureValue,
  type Tri,
  ParkFacts,
  planScoring,
  scoreInference,
  unknownValue,
  valueAt,
} from '@parkpulse/domain';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OutboundEvent } from '../event/cloudEvent.js';
import { demoAttestations } from './attestations.js';
import { DEMO_PARK } from './demoPark.js';
import { DemoWorld } from './demoWorld.js';

const ANCHOR = Date.parse('2026-11-24T14:20:00+08:00');
const DAY_MS = 86_400_000;
const CATALOGUE: MeasureCatalogue = new Map(
  MEASURES.map(({ key, unit, scope }) => [key, { unit, scope, mayExceedOne: !boundOf(key).cappedAtOne }]),
);
const standard: CompiledStandard = compileStandard(HGT_6313_2024);
const facts = new ParkFacts();

function absorb({ event, topic, key }: OutboundEvent, offset: number): void {
  const record = { bytes: Buffer.from(JSON.stringify(event)), topic, key };
  const decoded = decodeEvent(record, { catalogue: CATALOGUE, now: ANCHOR });
  if (decoded.kind === 'rejected') throw new Error(decoded.code);
  for (const fact of decoded.facts) facts.add({ ...fact, origin: { ...fact.origin, offset } });
}

function measuresAt(at: number): ReadonlyMap<MeasureKey, MeasureValue> {
  const definitionOf = (measure: string) => defaultDefinition(measure);
  const scope = { zone: DEMO_PARK.timeZone, definitionOf };
  const values = MEASURES.filter(({ scope: of }) => of === 'park').map(({ key }) => {
    const value = valueAt(defaultDefinition(key), facts, at, scope);
    const { numerator, denominator } = value;
    const isKnown = value.kind === 'known' && numerator !== null && denominator !== null;
    return [
      key,
      isKnown ? { kind: 'known', numerator, denominator } : unknownValue('insufficient_data'),
    ] as const;
  });
  return new Map(values as readonly (readonly [MeasureKey, MeasureValue])[]);
}

function levelsAt(at: number) {
  const upTo = new Map<IndicatorId, Level>();
  const overrides = new Map<ClauseId, Tri>();
  for (const attestation of demoAttestations(ANCHOR)) {
    if (Date.parse(attestation.from) > at) continue;
    if ('clause' in attestation) overrides.set(attestation.clause as ClauseId, attestation.status);
    else upTo.set(attestation.indicator as IndicatorId, attestation.upTo);
  }
  return inferStandard(standard, measuresAt(at), attestedCapabilities(standard, upTo, overrides));
}

function scoreAt(at: number) {
  const { assured, candidate, ceiling } = scoreInference(planScoring(HGT_6313_2024), levelsAt(at));
  return { assured: assured.z / 10_000, candidate: candidate.z / 10_000, ceiling: ceiling.z / 10_000 };
}

describe('The story of the demo park', { timeout: 60_000 }, () => {
  beforeAll(() => {
    [...new DemoWorld(ANCHOR).history()].forEach(absorb);
  }, 60_000);
  const at = (day: number) => new DemoWorld(ANCHOR).calendar.at(day, 12);

  it('keeps assured, candidate and ceiling visibly apart', () => {
    const { assured, candidate, ceiling } = scoreAt(ANCHOR);
    expect(assured).toBeGreaterThan(45);
    expect(assured).toBeLessThan(57);
    expect(candidate).toBeGreaterThan(78);
    expect(candidate).toBeLessThan(80);
    expect(ceiling).toBeGreaterThan(85);
    expect(ceiling).toBeLessThan(92);
  });

  it('climbs from the enhanced grade to the line of the smart one', () => {
    const scores = [-89, -60, -30, -15].map((day) => scoreAt(at(day)).candidate);
    expect(scores[0]).toBeGreaterThan(60);
    expect(scores[0]).toBeLessThan(72);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(gradeOf(Math.round(scores[3]! * 10_000))).toBe('smart');
  });

  it('knows every measure, and every level of every indicator', () => {
    const unknown = [...measuresAt(ANCHOR)].filter(([, { kind }]) => kind === 'unknown').map(([key]) => key);
    expect(unknown).toEqual([]);
  });

  it('loses levels by each of its incidents', () => {
    const candidateOf = (id: string, day: number) =>
      levelsAt(at(day)).find((level) => level.id === id)?.candidate;
    // The extension: 41 enterprises, another branch of indicator 3, a larger denominator everywhere.
    expect([candidateOf('I03', -41), candidateOf('I03', -39)]).toEqual(['S5', 'S4']);
    expect([candidateOf('I34', -41), candidateOf('I34', -38)]).toEqual(['S5', 'S4']);
    // The outage of the safety gateway breaks 100 %.
    expect([candidateOf('I19', -34), candidateOf('I19', -32)]).toEqual(['S5', 'S3']);
    // Approved stop-use does not.
    expect(candidateOf('I19', -58)).toBe('S5');
    // Three recorded days of missing air data.
    expect([candidateOf('I22', -8), candidateOf('I22', -5)]).toEqual(['S5', 'S3']);
    // A recorder's disk.
    expect([candidateOf('I07', -19), candidateOf('I07', -18)]).toEqual(['S4', 'S2']);
  });

  it('opens on a drop and a rise that are not confirmed yet', () => {
    const candidateOf = (id: string, when: number) =>
      levelsAt(when).find((level) => level.id === id)?.candidate;
    expect([candidateOf('I30', ANCHOR - DAY_MS), candidateOf('I30', ANCHOR)]).toEqual(['S4', 'S2']);
    expect([candidateOf('I05', ANCHOR - DAY_MS - 3_600_000), candidateOf('I05', ANCHOR)]).toEqual([
      'S3',
      'S4',
    ]);
  });

  it('attests only clauses that the standard has', () => {
    const known = new Set(
      HGT_6313_2024.indicators.flatMap(({ criteria }) =>
        criteria.flatMap(({ capabilities }) => capabilities.map(({ id }) => id)),
      ),
    );
    for (const attestation of demoAttestations(ANCHOR)) {
      if ('clause' in attestation) expect(known).toContain(attestation.clause);
      else expect(standard.byId.has(attestation.indicator as IndicatorId)).toBe(true);
    }
  });
});
