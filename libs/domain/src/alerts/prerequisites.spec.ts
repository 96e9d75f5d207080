import { describe, expect, it } from 'vitest';
import { HGT_6313_2024 } from '../standard/edition.js';
import { START, AlertBench, GRAPH, allAt } from './testing/alertBench.js';
import { derivePrerequisites } from './prerequisites.js';

const applications = (platform: 'I06' | 'I09' | 'I11') =>
  (GRAPH.dependents.get(platform) ?? []).filter((id) => Number(id.slice(1)) >= 12);

describe('the prerequisite graph', () => {
  it('finds the 15 applications that name the GIS platform', () => {
    expect(applications('I06')).toEqual([
      'I17',
      'I18',
      'I19',
      'I21',
      'I22',
      'I23',
      'I24',
      'I25',
      'I26',
      'I27',
      'I29',
      'I30',
      'I31',
      'I32',
      'I33',
    ]);
  });

  it('finds the 10 that name the AI platform', () => {
    expect(applications('I11')).toEqual([
      'I15',
      'I17',
      'I18',
      'I19',
      'I20',
      'I21',
      'I31',
      'I32',
      'I33',
      'I34',
    ]);
  });

  it('finds the 11 that share data across platforms', () => {
    expect(applications('I09')).toEqual([
      'I17',
      'I18',
      'I19',
      'I20',
      'I21',
      'I27',
      'I29',
      'I30',
      'I31',
      'I32',
      'I33',
    ]);
  });

  it('is derived from the wording, clause by clause, and from nothing else', () => {
    for (const { clause, on, indicator } of derivePrerequisites(HGT_6313_2024).dependencies) {
      expect(clause.startsWith(indicator)).toBe(true);
      expect(on).not.toBe(indicator);
    }
    expect(GRAPH.byClause.get('I17.S4.c2') ?? GRAPH.byClause.get('I17.S3.c2')).toBeDefined();
  });

  it('needs GIS at S2 already for indicators 23, 25 and 27', () => {
    const atS2 = GRAPH.dependencies
      .filter(({ clause, on }) => on === 'I06' && clause.includes('.S2.'))
      .map(({ indicator }) => indicator);
    for (const id of ['I23', 'I25', 'I27'] as const) expect(atS2).toContain(id);
  });
});

describe('an outage of the GIS platform', () => {
  it('that pulls 15 indicators is one incident: one message, 16 lines, each saying what caused it', () => {
    const bench = allAt(new AlertBench(), START - 86_400_000, 'S5');
    bench.run(START - 1);
    bench.level(START, 'I06', 'S1', { cause: 'attestation' });
    for (const id of applications('I06'))
      bench.level(START, id, 'S3', {
        cause: 'attestation',
        clauses: [
          ...GRAPH.dependencies
            .filter(({ indicator, on }) => indicator === id && on === 'I06')
            .map(({ clause }) => clause),
        ],
      });
    bench.live(START + 4 * 60_000);
    expect(bench.sent).toHaveLength(1);
    const lines = bench.sent[0]?.message.lines.filter(({ key }) => key.rule === 'A01') ?? [];
    expect(lines).toHaveLength(16);
    expect(new Set(lines.filter(({ key }) => key.indicator !== 'I06').map(({ root }) => root))).toEqual(
      new Set(['1-1']),
    );
  });
});
