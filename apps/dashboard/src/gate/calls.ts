import type { ConclusionAnswer } from '@parkpulse/contracts';
import type { KeyItemId, ParkIncident, RiskClass, Tri } from '@parkpulse/domain';
import type { Moment } from '../api/calls.js';
import { call } from '../api/http.js';

/** What the form for the gate of clause 4.1 sends; days are local days of the park. */
export interface EligibilityDraft {
  readonly riskClass: RiskClass;
  readonly riskClassValidTo: string | null;
  readonly incidents: readonly ParkIncident[];
  readonly completeTo: string;
}

export interface JudgementDraft {
  readonly item: KeyItemId;
  readonly status: Tri;
  readonly note: string | null;
}

const pathOf = (park: string, rest: string): string => `/parks/${encodeURIComponent(park)}/${rest}`;

export const loadConclusion = (park: string, { at, knownAt }: Moment, signal?: AbortSignal) =>
  call<ConclusionAnswer>(pathOf(park, 'conclusion'), { query: { at, knownAt }, ...(signal && { signal }) });

export const declareEligibility = (park: string, body: EligibilityDraft) =>
  call<ConclusionAnswer>(pathOf(park, 'eligibility'), { method: 'PUT', body });

export const judgeItem = (park: string, body: JudgementDraft) =>
  call<ConclusionAnswer>(pathOf(park, 'judgements'), { method: 'POST', body });
