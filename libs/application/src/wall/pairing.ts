import type { Instant } from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import type { Secrets } from '../identity/secrets.js';
import type { IdentityPorts } from '../identity/session.js';
import { WALL_TOKEN_PREFIX } from '../identity/token.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import { DEFAULT_CONTROL } from './control.js';
import type { WallRecord, WallStore } from './ports.js';

export const PAIRING_SECONDS = 5 * 60;

/** Told apart from the farthest seat: no I, L, O, 0, 1. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 6;
const MOST_WAITING = 100;
const ATTEMPTS = 5;

export interface WallPorts extends IdentityPorts {
  readonly walls: WallStore;
}

export interface BegunPairing {
  readonly kind: 'pairing';
  readonly code: string;
  readonly secret: string;
  readonly expiresAt: Instant;
}

/** Begins a pairing: a code for the wall to show and a secret for it to keep. Nobody is signed in yet. */
export async function beginPairing({ walls, secrets, clock }: WallPorts): Promise<BegunPairing | Refused> {
  const createdAt = clock.now();
  const expiresAt = createdAt + PAIRING_SECONDS * 1000;
  const secret = secrets.mint();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const code = newCode(secrets);
    const pairing = { code, secretHash: secrets.digest(secret), createdAt, expiresAt };
    const outcome = await walls.addPairing(pairing, MOST_WAITING);
    if (outcome === 'added') return { kind: 'pairing', code, secret, expiresAt };
    if (outcome === 'full') return refused('RATE_LIMITED');
  }
  return refused('UNAVAILABLE');
}

export type Claim =
  | { readonly kind: 'claim'; readonly state: 'waiting' | 'expired'; readonly token: null }
  | { readonly kind: 'claim'; readonly state: 'paired'; readonly token: string };

/** Asks whether a pairing was approved; if so, gives the wall its token. Only the token's digest is stored. */
export async function claimPairing({ walls, secrets, clock }: WallPorts, secret: string): Promise<Claim> {
  const token = `${WALL_TOKEN_PREFIX}${secrets.mint()}`;
  const outcome = await walls.claim(secrets.digest(secret), secrets.digest(token), clock.now());
  if (outcome.kind === 'paired') return { kind: 'claim', state: 'paired', token };
  return { kind: 'claim', state: outcome.kind, token: null };
}

/** Approves the code that a wall shows: from then on the wall may show this park, and nothing else. */
export async function approvePairing(
  { walls, identity, clock }: WallPorts,
  actor: Actor,
  { park, code, name }: { readonly park: string; readonly code: string; readonly name: string },
): Promise<WallRecord | Refused> {
  const now = clock.now();
  const by = actorName(actor);
  const wall = await walls.approve(code, now, {
    park,
    name,
    createdAt: now,
    createdBy: by,
    control: DEFAULT_CONTROL,
  });
  const [action, detail] =
    wall === null ? ['wall.refused', { code }] : ['wall.approved', { id: wall.id, name }];
  await identity.audit({ at: now, actor: by, action: String(action), park, detail });
  if (wall !== null) return wall;
  return refused('NOT_FOUND', {
    zh: '没有等待配对的大屏显示此码，或已过期',
    en: 'No wall that waits shows this code, or it has expired',
  });
}

// Bytes beyond the last whole multiple are left out, so that every letter is equally likely.
function newCode(secrets: Pick<Secrets, 'mint' | 'digest'>): string {
  const fair = 256 - (256 % LETTERS.length);
  let code = '';
  while (code.length < CODE_LENGTH) {
    const bytes = [...secrets.digest(secrets.mint())].filter((byte) => byte < fair);
    code += bytes.map((byte) => LETTERS[byte % LETTERS.length]).join('');
  }
  return code.slice(0, CODE_LENGTH);
}
