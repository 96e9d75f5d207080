import {
  type EligibilityDeclaration,
  type Instant,
  type KeyItemId,
  type Tri,
  periodContaining,
} from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import type { Clock, IdentityStore, ParkRecord } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refuse } from '../queries/refusal.js';
import type { StatementRecord, StatementStore } from './ports.js';

export interface StatementPorts {
  readonly statements: StatementStore;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

/** The subject of the statement that holds an `EligibilityDeclaration`. */
export const GATE_SUBJECT = 'gate';

/** What somebody judged of a key item; `unknown` takes an earlier judgement back. */
export interface KeyItemJudgement {
  readonly status: Tri;
  readonly note: string | null;
}

/** Records what the park declares for the gate of clause 4.1. Days to come are refused: nobody knows them yet. */
export async function declareEligibility(
  ports: StatementPorts,
  actor: Actor,
  park: ParkRecord,
  { declaration, from }: { readonly declaration: EligibilityDeclaration; readonly from: Instant | null },
): Promise<StatementRecord | Refused> {
  const today = localDay(ports.clock.now(), park.timeZone);
  const future = [
    ['/completeTo', declaration.completeTo] as const,
    ...declaration.incidents.map(({ on }, index) => [`/incidents/${index}/on`, on] as const),
  ].find(([, day]) => day > today);
  if (future !== undefined) {
    const [pointer, day] = future;
    return refuse('RANGE_INVALID', `${day} 尚未到来`, `${day} is still to come`, pointer);
  }
  return state(ports, actor, park.id, { subject: GATE_SUBJECT, content: declaration, from });
}

/** Records a judgement on a key item of Table 2. It never changes the score or the grade (ruling C6). */
export function judgeKeyItem(
  ports: StatementPorts,
  actor: Actor,
  park: ParkRecord,
  { item, judgement, from }: JudgeKeyItem,
): Promise<StatementRecord> {
  return state(ports, actor, park.id, { subject: item, content: judgement, from });
}

export interface JudgeKeyItem {
  readonly item: KeyItemId;
  readonly judgement: KeyItemJudgement;
  /** Null: from now on. */
  readonly from: Instant | null;
}

/** Returns the label of the local day of an instant, `2026-11-24`. */
export function localDay(at: Instant, zone: string): string {
  return periodContaining('day', at, zone).label;
}

interface Stated {
  readonly subject: string;
  readonly content: unknown;
  readonly from: Instant | null;
}

async function state(
  { statements, identity, clock }: StatementPorts,
  actor: Actor,
  park: string,
  { subject, content, from }: Stated,
): Promise<StatementRecord> {
  const [at, by] = [clock.now(), actorName(actor)];
  const record = { subject, content, from: from ?? at, recordedAt: at, recordedBy: by };
  await statements.addStatement(park, record);
  await identity.audit({
    at,
    actor: by,
    action: 'conclusion.stated',
    park,
    detail: { subject, content, from },
  });
  return record;
}
