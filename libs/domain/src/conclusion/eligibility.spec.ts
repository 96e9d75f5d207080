import { describe, expect, it } from 'vitest';
import {
  type EligibilityDeclaration,
  type GateId,
  type IncidentGrade,
  type ParkIncident,
  judgeEligibility,
} from './eligibility.js';

const TODAY = '2026-11-24';
const clean: EligibilityDeclaration = {
  riskClass: 'C',
  riskClassValidTo: null,
  incidents: [],
  completeTo: TODAY,
};
const incident = (kind: ParkIncident['kind'], on: string, grade: IncidentGrade = 'major'): ParkIncident => ({
  kind,
  on,
  grade,
  name: '事故',
});
const judge = (change: Partial<EligibilityDeclaration>, today = TODAY) => {
  const { status, conditions } = judgeEligibility({ ...clean, ...change }, today);
  const found = conditions.filter((each) => each.status !== 'met');
  return { status, found: found.map(({ id, reason }): [GateId, unknown] => [id, reason]) };
};

describe('the gate of clause 4.1', () => {
  it('lets a park pass that shows all it asks for', () => {
    expect(judge({})).toEqual({ status: 'eligible', found: [] });
    expect(judge({ riskClass: 'D' })).toEqual({ status: 'eligible', found: [] });
  });

  it('takes what is not shown for not met (ruling C1)', () => {
    const { status, conditions, year } = judgeEligibility(null, TODAY);
    expect([status, year]).toEqual(['not_shown', 2026]);
    expect(conditions.map((each) => each.reason)).toEqual(Array(4).fill('not_declared'));
  });

  it.each(['A', 'B'] as const)('refuses risk class %s', (riskClass) => {
    expect(judge({ riskClass })).toEqual({ status: 'not_eligible', found: [['R4.1-1', 'risk_class']] });
  });

  it('holds a class to the end of its last day', () => {
    expect(judge({ riskClassValidTo: TODAY }).status).toBe('eligible');
    expect(judge({ riskClassValidTo: '2026-11-23' })).toEqual({
      status: 'not_shown',
      found: [['R4.1-1', 'expired']],
    });
  });

  it.each([
    ['general', 'eligible'],
    ['larger', 'eligible'],
    ['major', 'not_eligible'],
    ['extraordinary', 'not_eligible'],
  ] as const)('an accident that is %s leaves it %s (ruling C3)', (grade, status) => {
    expect(judge({ incidents: [incident('safety', '2026-02-01', grade)] }).status).toBe(status);
  });

  it.each([
    ['2024-12-31', []],
    ['2025-01-01', ['R4.1-3']],
    ['2025-12-31', ['R4.1-3']],
    ['2026-01-01', ['R4.1-2']],
  ] as const)('counts an accident of %s by calendar years (ruling C2)', (on, ids) => {
    const { found } = judge({ incidents: [incident('safety', on)] });
    expect(found).toEqual(ids.map((id) => [id, 'incident']));
  });

  it.each([
    ['2024-12-31', []],
    ['2025-01-01', ['R4.1-4']],
    ['2026-11-24', ['R4.1-4']],
  ] as const)('counts an environmental incident of %s apart from accidents', (on, ids) => {
    const { found } = judge({ incidents: [incident('environment', on)] });
    expect(found).toEqual(ids.map((id) => [id, 'incident']));
  });

  it('names the incidents that bar', () => {
    const major = incident('safety', '2026-02-01');
    const { conditions } = judgeEligibility(
      { ...clean, incidents: [incident('safety', '2026-02-02', 'larger'), major] },
      TODAY,
    );
    expect(conditions[1]?.incidents).toEqual([major]);
  });

  it('believes a list as far as it goes, and asks again when the year turns', () => {
    expect(judge({ completeTo: '2025-12-31' }).found).toEqual([
      ['R4.1-2', 'incomplete_list'],
      ['R4.1-4', 'incomplete_list'],
    ]);
    expect(judge({ completeTo: '2025-12-30' }).found.map(([id]) => id)).toEqual([
      'R4.1-2',
      'R4.1-3',
      'R4.1-4',
    ]);
    expect(judge({}, '2027-01-01').found.map(([id]) => id)).toEqual(['R4.1-2', 'R4.1-3', 'R4.1-4']);
  });
});
