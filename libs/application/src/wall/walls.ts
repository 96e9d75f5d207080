import type { WallPatch, WallReport } from '@parkpulse/contracts';
import { type Actor, actorName } from '../identity/actor.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import { nextControl } from './control.js';
import type { WallPorts } from './pairing.js';
import type { WallRecord } from './ports.js';

type Place = { readonly park: string; readonly id: string };

/** Changes what a wall is called, how it was built or what it shows. */
export async function changeWall(
  { walls, identity, clock }: WallPorts,
  actor: Actor,
  { park, id }: Place,
  patch: WallPatch,
): Promise<WallRecord | Refused> {
  const at = clock.now();
  const { name, installation, control } = patch;
  const changed = await walls.change(park, id, (wall) => ({
    name: name ?? wall.name,
    installation: installation === undefined ? wall.installation : installation,
    control: nextControl(wall.control, control ?? {}, at),
  }));
  if (changed === null) return refused('NOT_FOUND');
  const detail = { id, ...patch };
  await identity.audit({ at, actor: actorName(actor), action: 'wall.changed', park, detail });
  return changed;
}

/** Revokes a wall's token and forgets the wall; it loses its stream within seconds. */
export async function removeWall(
  { walls, identity, clock }: WallPorts,
  actor: Actor,
  { park, id }: Place,
): Promise<Refused | null> {
  if (!(await walls.remove(park, id))) return refused('NOT_FOUND');
  const at = clock.now();
  await identity.audit({ at, actor: actorName(actor), action: 'wall.removed', park, detail: { id } });
  return null;
}

/** Notes what a wall says of itself. It changes nothing but that note. */
export async function reportOfWall(
  { walls, clock }: WallPorts,
  actor: Actor,
  report: WallReport,
): Promise<Refused | null> {
  if (actor.kind !== 'wall') return refused('FORBIDDEN');
  await walls.report(actor.wall, report, clock.now());
  return null;
}

/** The wall that asks. */
export async function ownWallRecord({ walls }: WallPorts, actor: Actor): Promise<WallRecord | Refused> {
  if (actor.kind !== 'wall') return refused('FORBIDDEN');
  return (await walls.wall(actor.wall)) ?? refused('UNAUTHENTICATED');
}
