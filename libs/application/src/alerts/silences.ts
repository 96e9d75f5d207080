import { type AlertMatcher, type Instant, LONGEST_SILENCE_MS, type Silence } from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import { type Refused, refuse } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { AlertPorts } from './actOnAlert.js';

export interface NewSilence {
  readonly kind: Silence['kind'];
  readonly matcher: AlertMatcher;
  readonly reason: string;
  /** Null: from now on. A maintenance window is declared beforehand. */
  readonly from: Instant | null;
  readonly to: Instant;
}

/** Silences what a matcher speaks of for at most seven days, with a reason; recording goes on. */
export async function addSilence(
  ports: AlertPorts,
  actor: Actor,
  park: string,
  asked: NewSilence,
): Promise<Silence | Refused> {
  const now = ports.clock.now();
  const from = Math.max(asked.from ?? now, now);
  if (asked.to <= from) return refuse('RANGE_INVALID', 'to 必须晚于 from', 'to must be after from', '/to');
  if (asked.to - from > LONGEST_SILENCE_MS)
    return refuse('RANGE_TOO_LARGE', '静默最长 7 天', 'a silence lasts at most 7 days', '/to');
  const by = actorName(actor);
  const silence = await ports.alerts.addSilence(park, { ...asked, by, from });
  if (silence === null) return refused('UNKNOWN_PARK');
  await ports.identity.audit({ at: now, actor: by, action: `${asked.kind}.added`, park, detail: silence });
  return silence;
}

/** Ends a silence now; what still fires is told again. */
export async function endSilence(
  ports: AlertPorts,
  actor: Actor,
  park: string,
  id: string,
): Promise<undefined | Refused> {
  const at = ports.clock.now();
  if (!(await ports.alerts.endSilence(park, id, at))) return refused('NOT_FOUND');
  await ports.identity.audit({ at, actor: actorName(actor), action: 'silence.ended', park, detail: { id } });
  return undefined;
}
