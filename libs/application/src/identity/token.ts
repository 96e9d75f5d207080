import type { ReadModel, TokenRecord } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import { actorName, type Actor, type Scope } from './actor.js';
import type { IdentityPorts } from './session.js';

/** Tells a ParkPulse token from other secrets, in logs and for secret scanners. */
export const TOKEN_PREFIX = 'ppt_';
/** Tells a wall's token from the others. */
export const WALL_TOKEN_PREFIX = 'ppw_';

export interface MintedToken {
  readonly kind: 'token';
  readonly record: TokenRecord;
  /** The bearer token: shown once and stored only as a digest. */
  readonly secret: string;
}

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly park?: string | undefined;
}

/** Makes a bearer token; one bound to a park needs the park to exist. */
export async function mintToken(
  { identity, secrets, clock }: IdentityPorts,
  read: Pick<ReadModel, 'park'>,
  actor: Actor,
  { name, scopes, park = undefined }: TokenRequest,
): Promise<MintedToken | Refused> {
  if (park !== undefined && (await read.park(park)) === null) return refused('UNKNOWN_PARK');
  const secret = `${TOKEN_PREFIX}${secrets.mint()}`;
  const [createdAt, createdBy] = [clock.now(), actorName(actor)];
  const token = { name, scopes: [...new Set(scopes)], park: park ?? null, createdAt, createdBy };
  const record = await identity.addToken(secrets.digest(secret), token);
  const detail = { id: record.id, name, scopes };
  await identity.audit({
    at: createdAt,
    actor: createdBy,
    action: 'token.minted',
    park: park ?? null,
    detail,
  });
  return { kind: 'token', record, secret };
}

/** Takes a token out of force at once. */
export async function removeToken(
  { identity, clock }: IdentityPorts,
  actor: Actor,
  id: string,
): Promise<Refused | null> {
  if (!(await identity.removeToken(id))) return refused('NOT_FOUND');
  await identity.audit({
    at: clock.now(),
    actor: actorName(actor),
    action: 'token.removed',
    park: null,
    detail: { id },
  });
  return null;
}
