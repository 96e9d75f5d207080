import type { AlertAudience, AlertMessage, AlertSeverity } from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import type { Clock, IdentityStore, ReadModel } from '../ports.js';
import { type Refused, refuse } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { ChannelRecord, ChannelStore, Notifier, NotificationKind, SendOutcome } from './ports.js';

export interface ChannelPorts {
  readonly channels: ChannelStore;
  readonly notifier: Notifier;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

export interface ChannelAsked {
  readonly kind: NotificationKind;
  readonly name: string;
  readonly url: string;
  readonly secret: string | null;
  readonly park: string | null;
  readonly minSeverity: AlertSeverity | null;
  /** A rung of the escalation ladder, 1 to 3; null: told first. */
  readonly step: number | null;
  readonly audience: AlertAudience | 'all' | null;
}

/** Adds a channel; where it leads is checked now, and again by every send. */
export async function addChannel(
  ports: ChannelPorts,
  read: Pick<ReadModel, 'park'>,
  actor: Actor,
  asked: ChannelAsked,
): Promise<ChannelRecord | Refused> {
  const fault = await ports.notifier.checkUrl(asked.kind, asked.url);
  if (fault !== null) return refuse(fault.code, fault.zh, fault.en, '/url');
  if (asked.park !== null && (await read.park(asked.park)) === null) return refused('UNKNOWN_PARK');
  const [createdBy, createdAt] = [actorName(actor), ports.clock.now()];
  const channel = await ports.channels.addChannel({
    ...asked,
    minSeverity: asked.minSeverity ?? 'reminder',
    step: asked.step ?? 0,
    audience: asked.audience ?? 'all',
    createdAt,
    createdBy,
  });
  const detail = { id: channel.id, kind: channel.kind, name: channel.name, url: maskUrl(channel.url) };
  await ports.identity.audit({
    at: createdAt,
    actor: createdBy,
    action: 'channel.added',
    park: asked.park,
    detail,
  });
  return channel;
}

/** Takes a channel away; what still waits for it is not sent. */
export async function removeChannel(
  ports: ChannelPorts,
  actor: Actor,
  id: string,
): Promise<undefined | Refused> {
  if (!(await ports.channels.removeChannel(id))) return refused('NOT_FOUND');
  const at = ports.clock.now();
  await ports.identity.audit({
    at,
    actor: actorName(actor),
    action: 'channel.removed',
    park: null,
    detail: { id },
  });
  return undefined;
}

/** Sends a trial message by the way every message goes, and gives the vendor's own word back. */
export async function testChannel(
  ports: ChannelPorts,
  actor: Actor,
  id: string,
): Promise<SendOutcome | Refused> {
  const target = await ports.channels.target(id);
  if (target === null) return refused('NOT_FOUND');
  const at = ports.clock.now();
  const outcome = await ports.notifier.send(target, trial(at), { id: `test-${id}-${at}`, attempt: 1, at });
  const detail = { id, outcome: outcome.kind, code: outcome.code };
  await ports.identity.audit({ at, actor: actorName(actor), action: 'channel.tested', park: null, detail });
  return outcome;
}

function trial(at: number): AlertMessage {
  return {
    kind: 'test',
    park: null,
    zone: 'Asia/Shanghai',
    at,
    group: 'test',
    severity: 'reminder',
    step: 0,
    lines: [],
    onDuty: null,
    figures: null,
  };
}

const SECRET_PARAMETERS = ['access_token', 'key', 'token', 'secret'];

/** A channel's URL as it may be shown: keys and hooks that are secrets themselves are hidden, the rest stays as given. */
export function maskUrl(text: string): string {
  const names = SECRET_PARAMETERS.join('|');
  return text
    .replace(new RegExp(`([?&](?:${names})=)[^&#]*`, 'gi'), '$1***')
    .replace(/(\/hook\/)[\w-]{8,}/, '$1***')
    .replace(/^([a-z]+:\/\/[^/?#@:]*):[^/?#@]*@/i, '$1:***@');
}
