import type { Tri } from '../kernel/tri.js';
import type { BilingualText } from '../standard/types.js';

/** Safety risk class of a park: A high, B fairly high, C moderate, D low. */
export const RISK_CLASSES = ['A', 'B', 'C', 'D'] as const;
export type RiskClass = (typeof RISK_CLASSES)[number];

/** Statutory grades of accidents and incidents, mildest first: 一般, 较大, 重大, 特别重大. */
export const INCIDENT_GRADES = ['general', 'larger', 'major', 'extraordinary'] as const;
export type IncidentGrade = (typeof INCIDENT_GRADES)[number];

/** A production-safety accident, or a sudden environmental incident, in the park at whichever enterprise. */
export interface ParkIncident {
  readonly kind: 'safety' | 'environment';
  readonly grade: IncidentGrade;
  /** Local day, `2026-03-14`. */
  readonly on: string;
  readonly name: string;
}

/** What the park states for the gate of clause 4.1. Days are local days. */
export interface EligibilityDeclaration {
  readonly riskClass: RiskClass;
  /** Last day on which the class holds; null: without end. */
  readonly riskClassValidTo: string | null;
  readonly incidents: readonly ParkIncident[];
  /** The list of incidents is complete up to and with this day. */
  readonly completeTo: string;
}

export const GATE_IDS = ['R4.1-1', 'R4.1-2', 'R4.1-3', 'R4.1-4'] as const;
export type GateId = (typeof GATE_IDS)[number];

export type GateReason = 'not_declared' | 'expired' | 'risk_class' | 'incident' | 'incomplete_list';

/** One condition of clause 4.1; `reason` says why it is not met or not known. */
export interface GateCondition extends BilingualText {
  readonly id: GateId;
  readonly status: Tri;
  readonly reason: GateReason | null;
  /** The incidents that bar. */
  readonly incidents: readonly ParkIncident[];
}

/** Whether a park may be evaluated. What is not shown is not met (ruling C1): only `eligible` lets it pass. */
export interface Eligibility {
  /** Evaluation year: the local calendar year of the moment (ruling C2). */
  readonly year: number;
  readonly status: 'eligible' | 'not_eligible' | 'not_shown';
  readonly conditions: readonly GateCondition[];
}

const WORDING: Readonly<Record<GateId, BilingualText>> = {
  'R4.1-1': { zh: '安全风险等级为 C 级或 D 级', en: 'The safety risk class is C or D' },
  'R4.1-2': {
    zh: '评价当年无重大及以上生产安全事故',
    en: 'No major or worse safety accident in the evaluation year',
  },
  'R4.1-3': {
    zh: '上一年度无重大及以上生产安全事故',
    en: 'No major or worse safety accident in the year before',
  },
  'R4.1-4': {
    zh: '两个年度内无重大及以上突发环境事件',
    en: 'No major or worse sudden environmental incident in either year',
  },
};

/** The conditions of the gate, in the order of the text. */
export const GATE_CONDITIONS: readonly (BilingualText & { readonly id: GateId })[] = GATE_IDS.map((id) => ({
  id,
  ...WORDING[id],
}));

type Judged = Pick<GateCondition, 'status' | 'reason' | 'incidents'>;

/**
 * Judges the gate of clause 4.1 by what the park has declared.
 *
 * @param today the local day of the moment, `2026-11-24`; its year is the evaluation year.
 */
export function judgeEligibility(declaration: EligibilityDeclaration | null, today: string): Eligibility {
  const year = yearOf(today);
  const judgeYears = (kind: ParkIncident['kind'], years: readonly number[]): Judged =>
    declaration === null
      ? unknown('not_declared')
      : judgeIncidents(declaration, kind, { years, current: year });
  const judged: Readonly<Record<GateId, Judged>> = {
    'R4.1-1': judgeClass(declaration, today),
    'R4.1-2': judgeYears('safety', [year]),
    'R4.1-3': judgeYears('safety', [year - 1]),
    'R4.1-4': judgeYears('environment', [year - 1, year]),
  };
  const conditions = GATE_CONDITIONS.map((condition) => ({ ...condition, ...judged[condition.id] }));
  return { year, status: statusOf(conditions), conditions };
}

function statusOf(conditions: readonly GateCondition[]): Eligibility['status'] {
  if (conditions.some(({ status }) => status === 'unmet')) return 'not_eligible';
  return conditions.every(({ status }) => status === 'met') ? 'eligible' : 'not_shown';
}

function judgeClass(declaration: EligibilityDeclaration | null, today: string): Judged {
  if (declaration === null) return unknown('not_declared');
  const { riskClass, riskClassValidTo } = declaration;
  if (riskClassValidTo !== null && riskClassValidTo < today) return unknown('expired');
  return riskClass === 'C' || riskClass === 'D'
    ? MET
    : { status: 'unmet', reason: 'risk_class', incidents: [] };
}

// "Major or above" is 重大 and 特别重大 (ruling C3); the year now running is judged as far as the list goes.
function judgeIncidents(
  { incidents, completeTo }: EligibilityDeclaration,
  kind: ParkIncident['kind'],
  { years, current }: { readonly years: readonly number[]; readonly current: number },
): Judged {
  const barring = incidents.filter(
    (incident) => incident.kind === kind && bars(incident.grade) && years.includes(yearOf(incident.on)),
  );
  if (barring.length > 0) return { status: 'unmet', reason: 'incident', incidents: barring };
  const isCovered = (year: number): boolean =>
    year < current ? completeTo >= `${year}-12-31` : yearOf(completeTo) >= year;
  return years.every(isCovered) ? MET : unknown('incomplete_list');
}

function bars(grade: IncidentGrade): boolean {
  return grade === 'major' || grade === 'extraordinary';
}

const MET: Judged = { status: 'met', reason: null, incidents: [] };

function unknown(reason: GateReason): Judged {
  return { status: 'unknown', reason, incidents: [] };
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}
