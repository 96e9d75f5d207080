import type { ConclusionAnswer } from '@parkpulse/contracts';
import {
  type EligibilityDeclaration,
  type Instant,
  type KeyItemId,
  isKeyItemId,
  judgeConclusion,
  judgeEligibility,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';
import type { ParkRecord, ReadModel } from '../ports.js';
import { scoreAtOf } from '../queries/assessmentOf.js';
import { scoreWire, timeText } from '../queries/wire.js';
import type { StatementRecord, StatementStore } from './ports.js';
import { GATE_SUBJECT, type KeyItemJudgement, localDay } from './state.js';

export interface ConclusionQuery {
  readonly park: ParkRecord;
  readonly at: Instant;
  readonly knownAt: Instant | null;
}

/**
 * The grade by Z, and beside it the gate of clause 4.1 and the key items of Table 2: three judgements that never touch
 * each other (rulings C1 to C7).
 */
export async function conclusionOf(
  read: ReadModel,
  statements: StatementStore,
  rules: AssessmentRules,
  { park, at, knownAt }: ConclusionQuery,
): Promise<ConclusionAnswer> {
  const [score, stated] = await Promise.all([
    scoreAtOf(read, rules, { park: park.id, at, knownAt }),
    statements.statementsAt(park.id, at, knownAt),
  ]);
  const bySubject = new Map(stated.map((record) => [record.subject, record]));
  const { z, grade } = scoreWire(score).candidate;
  const { keyItems, agreement } = judgeConclusion(grade, judgedItems(bySubject));
  return {
    park: park.id,
    at: timeText(at),
    z,
    grade,
    gate: gateOf(bySubject.get(GATE_SUBJECT), localDay(at, park.timeZone)),
    keyItems: keyItems.map(({ items, ...rest }) => ({
      ...rest,
      items: items.map((item) => ({ ...item, ...wordOf(bySubject.get(item.id)) })),
    })),
    agreement,
  };
}

function judgedItems(bySubject: ReadonlyMap<string, StatementRecord>) {
  return new Map(
    [...bySubject].flatMap(([subject, { content }]): [KeyItemId, KeyItemJudgement['status']][] =>
      isKeyItemId(subject) ? [[subject, (content as KeyItemJudgement).status]] : [],
    ),
  );
}

function gateOf(record: StatementRecord | undefined, today: string): ConclusionAnswer['gate'] {
  const declaration = record === undefined ? null : (record.content as EligibilityDeclaration);
  return {
    ...judgeEligibility(declaration, today),
    declaration: record === undefined || declaration === null ? null : { ...declaration, ...said(record) },
  };
}

function wordOf(record: StatementRecord | undefined) {
  if (record === undefined) return { note: null, from: null, by: null, recordedAt: null };
  return { note: (record.content as KeyItemJudgement).note, ...said(record) };
}

function said({ from, recordedAt, recordedBy }: StatementRecord) {
  return { from: timeText(from), by: recordedBy, recordedAt: timeText(recordedAt) };
}
