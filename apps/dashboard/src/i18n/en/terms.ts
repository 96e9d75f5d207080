import type { terms as zh } from '../zh/terms.js';

export const terms: typeof zh = {
  level: {
    assured: 'Assured',
    candidate: 'Candidate',
    ceiling: 'Ceiling',
    assuredHelp: 'Assured: every clause of this level and below is met',
    candidateHelp: 'Candidate: the level that live data supports',
    ceilingHelp: 'Ceiling: the highest level not refuted',
    changesTo: 'becomes',
    raw: 'Raw',
    stable: 'Stable',
    pending: 'Pending',
  },
  grade: {
    initial: 'Initial',
    enhanced: 'Enhanced',
    smart: 'Smart',
    initialRule: 'Initial: Z < 60',
    enhancedRule: 'Enhanced: 60 ≤ Z < 80',
    smartRule: 'Smart: Z ≥ 80',
  },
  status: { met: 'Met', unmet: 'Unmet', unknown: 'Unknown' },
  reason: {
    insufficient_data: 'No data',
    stale: 'Stale',
    zero_denominator: 'Zero denominator',
    out_of_range: 'Out of range',
    calc_error: 'Calculation error',
  },
  cause: {
    value: 'value changed',
    denominator: 'denominator changed',
    staleness: 'data went stale',
    registry: 'register changed',
    attestation: 'attestation',
    rule: 'definition changed',
    restatement: 'restated',
  },
  basis: { telemetry: 'Telemetry', register: 'Register', evidence: 'Evidence', certificate: 'Certificate' },
  certainty: { H: 'as worded', M: 'best of several readings', L: 'a choice had to be made' },
};
