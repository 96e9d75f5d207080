import { type Actor, actorName, boundPark } from '../identity/actor.js';
import type { Clock, IdentityStore, ParkRecord, ReadModel, Settings } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';

export interface SettingPorts {
  readonly settings: Settings;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

export interface NewPark {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
}

/** The parks an actor may see. */
export async function parksOf(read: Pick<ReadModel, 'parks'>, actor: Actor): Promise<readonly ParkRecord[]> {
  const bound = boundPark(actor);
  return (await read.parks()).filter(({ id }) => bound === null || id === bound);
}

/** Makes a park; an id that is taken is refused. */
export async function createPark(
  ports: SettingPorts,
  actor: Actor,
  park: NewPark,
): Promise<ParkRecord | Refused> {
  const createdAt = ports.clock.now();
  const record = { ...park, createdAt };
  if ((await ports.settings.createPark(record)) === 'exists') return refused('PARK_EXISTS');
  await ports.identity.audit({
    at: createdAt,
    actor: actorName(actor),
    action: 'park.created',
    park: park.id,
    detail: park,
  });
  return record;
}

/** Renames a park or moves it to another time zone. */
export async function changePark(
  ports: SettingPorts,
  actor: Actor,
  park: string,
  change: { readonly name?: string; readonly timeZone?: string },
): Promise<ParkRecord | Refused> {
  const changed = await ports.settings.patchPark(park, change);
  if (changed === null) return refused('NOT_FOUND');
  const at = ports.clock.now();
  await ports.identity.audit({ at, actor: actorName(actor), action: 'park.changed', park, detail: change });
  return changed;
}
