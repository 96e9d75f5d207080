import { type IndicatorId, type Level, isIndicatorId } from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import type { Clock, IdentityStore } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { TargetRecord, TargetStore } from './ports.js';

export interface TargetPorts {
  readonly targets: TargetStore;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

export interface TargetPlace {
  readonly park: string;
  /** As the path gives it. */
  readonly indicator: string;
}

export interface TargetWish {
  readonly level: Level;
  readonly owner: string | null;
  readonly due: string | null;
}

/** Sets what a park means to reach with an indicator; the former target stays on record. */
export async function setTarget(
  { targets, identity, clock }: TargetPorts,
  actor: Actor,
  { park, indicator: text }: TargetPlace,
  wish: TargetWish,
): Promise<TargetRecord | Refused> {
  const indicator = knownIndicator(text);
  if (typeof indicator !== 'string') return indicator;
  const [at, by] = [clock.now(), actorName(actor)];
  const record = { ...wish, indicator, recordedAt: at, recordedBy: by };
  await targets.setTarget(park, record);
  const detail = { indicator, ...wish };
  await identity.audit({ at, actor: by, action: 'target.changed', park, detail });
  return record;
}

/** Gives a target up. */
export async function dropTarget(
  { targets, identity, clock }: TargetPorts,
  actor: Actor,
  { park, indicator: text }: TargetPlace,
): Promise<Refused | null> {
  const indicator = knownIndicator(text);
  if (typeof indicator !== 'string') return indicator;
  const [at, by] = [clock.now(), actorName(actor)];
  if (!(await targets.dropTarget(park, { indicator, recordedAt: at, recordedBy: by })))
    return refused('NOT_FOUND');
  await identity.audit({ at, actor: by, action: 'target.dropped', park, detail: { indicator } });
  return null;
}

function knownIndicator(text: string): IndicatorId | Refused {
  if (isIndicatorId(text)) return text;
  return refused('NOT_FOUND', { zh: `没有指标 ${text}`, en: `There is no indicator ${text}` });
}
