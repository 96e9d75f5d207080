import type { AssessmentCommit } from '@parkpulse/application';
import {
  type ClauseRow,
  type Instant,
  type Level,
  type LevelRow,
  type ScoreRow,
  type SignalPoint,
  decimal,
  unknownValue,
} from '@parkpulse/domain';
import { NOON } from './sampleEvents.js';

// Rows of the assessment logs for the tests of this package.

const NOTHING = { superseded: [], added: [] };

export function assessmentOf(change: Partial<AssessmentCommit> = {}): AssessmentCommit {
  return {
    knownFrom: NOON,
    assessedTo: NOON,
    nextDue: null,
    clauses: NOTHING,
    levels: NOTHING,
    scores: NOTHING,
    measures: NOTHING,
    changed: [],
    alerts: null,
    ...change,
  };
}

export function clauseRow(at: Instant, change: Partial<ClauseRow> = {}): ClauseRow {
  return {
    clause: 'I10.S3.m1',
    at,
    raw: 'unknown',
    reason: 'stale',
    rawSince: at,
    confirmed: 'met',
    held: true,
    cause: 'staleness',
    ...change,
  };
}

export function levelRow(at: Instant, candidate: Level, change: Partial<LevelRow> = {}): LevelRow {
  return {
    indicator: 'I10',
    at,
    stable: { assured: 'S1', candidate, ceiling: 'S5' },
    raw: { assured: 'S2', candidate: 'S3', ceiling: 'S4' },
    stale: false,
    pending: { candidate: 'S2', due: at + 1000 },
    since: at,
    cause: 'value',
    rawCause: 'denominator',
    clauses: ['I10.S3.m1', 'I10.S3.c2'],
    ...change,
  };
}

export function scoreRow(at: Instant, points: number): ScoreRow {
  const triple = [points, points + 1, points + 2] as const;
  return {
    at,
    z: triple,
    primary: Array<typeof triple>(6).fill(triple),
    secondary: Array<typeof triple>(17).fill(triple),
  };
}

export function signalPoint(at: Instant, numerator: string, change: Partial<SignalPoint> = {}): SignalPoint {
  return {
    at,
    value: { kind: 'known', numerator: decimal(numerator), denominator: decimal('1000') },
    trigger: 'data',
    asOf: at,
    freshUntil: at + 60_000,
    decidedBy: { source: 's', event: 'e', sequence: 1, knownAt: at, topic: 't', partition: 0, offset: 3 },
    lastKnown: null,
    ...change,
  };
}

export function stalePoint(at: Instant, numerator: string): SignalPoint {
  const { value } = signalPoint(at, numerator);
  return signalPoint(at, '0', {
    value: unknownValue('stale'),
    lastKnown: value,
    trigger: 'staleness',
    decidedBy: null,
    freshUntil: null,
  });
}
