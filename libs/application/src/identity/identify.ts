import { ANONYMOUS, type Actor } from './actor.js';
import { type IdentityPorts, SESSION_IDLE_SECONDS } from './session.js';
import { WALL_TOKEN_PREFIX } from './token.js';
import type { WallStore } from '../wall/ports.js';

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly secret: string }
  | { readonly kind: 'token'; readonly secret: string };

/**
 * Finds out who holds a credential, as of now: a session that has ended, a disabled account and a removed token are
 * anonymous at once. Looking a session up counts as use and moves its idle end.
 */
export async function identify(
  { identity, secrets, clock, walls }: IdentityPorts & { readonly walls: Pick<WallStore, 'wallByHash'> },
  credential: Credential,
): Promise<Actor> {
  switch (credential.kind) {
    case 'none':
      return ANONYMOUS;
    case 'session': {
      const digest = secrets.digest(credential.secret);
      const session = await identity.sessionByHash(digest, clock.now(), SESSION_IDLE_SECONDS);
      if (session === null || session.account.disabled) return ANONYMOUS;
      const { account, expiresAt } = session;
      return {
        kind: 'account',
        account: account.id,
        username: account.username,
        role: account.role,
        session: digest,
        expiresAt,
      };
    }
    case 'token': {
      if (credential.secret.startsWith(WALL_TOKEN_PREFIX)) {
        const wall = await walls.wallByHash(secrets.digest(credential.secret), clock.now());
        return wall === null ? ANONYMOUS : { kind: 'wall', wall: wall.id, name: wall.name, park: wall.park };
      }
      const token = await identity.tokenByHash(secrets.digest(credential.secret), clock.now());
      if (token === null) return ANONYMOUS;
      return { kind: 'token', token: token.id, name: token.name, scopes: token.scopes, park: token.park };
    }
  }
}
