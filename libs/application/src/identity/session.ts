import type { Clock, IdentityStore } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { Actor } from './actor.js';
import { toOneSpelling, type Secrets } from './secrets.js';

export const SESSION_IDLE_SECONDS = 30 * 60;
export const SESSION_SECONDS = 12 * 60 * 60;

export interface IdentityPorts {
  readonly identity: IdentityStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export interface OpenedSession {
  readonly kind: 'session';
  /** The cookie's value: shown to the browser once and stored only as a digest. */
  readonly secret: string;
  readonly username: string;
  readonly role: 'admin' | 'operator' | 'viewer';
  readonly expiresAt: number;
}

// Of no account: verified against when the user name is unknown, so that both refusals take the same time.
let decoy: Promise<string> | null = null;

/**
 * Signs in by user name and password. A wrong password, an unknown name and a disabled account are refused alike.
 * The session is always new: a session id brought along is never taken over.
 */
export async function openSession(
  { identity, secrets, clock }: IdentityPorts,
  credentials: { readonly username: string; readonly password: string },
): Promise<OpenedSession | Refused> {
  const username = toOneSpelling(credentials.username);
  const account = await identity.accountByName(username);
  decoy ??= secrets.hashPassword(secrets.mint());
  const hash = account?.passwordHash ?? (await decoy);
  const matches = await secrets.verifyPassword(hash, toOneSpelling(credentials.password));
  const now = clock.now();
  if (account === null || account.disabled || !matches) {
    await identity.audit({
      at: now,
      actor: username.slice(0, 100),
      action: 'session.refused',
      park: null,
      detail: null,
    });
    return refused('BAD_CREDENTIALS');
  }
  const secret = secrets.mint();
  const expiresAt = now + SESSION_SECONDS * 1000;
  await identity.addSession(secrets.digest(secret), account.id, now, expiresAt);
  await identity.audit({
    at: now,
    actor: account.username,
    action: 'session.opened',
    park: null,
    detail: null,
  });
  return { kind: 'session', secret, username: account.username, role: account.role, expiresAt };
}

/** Ends the session of an account; other actors have none. */
export async function closeSession({ identity, clock }: IdentityPorts, actor: Actor): Promise<void> {
  if (actor.kind !== 'account') return;
  await identity.removeSession(actor.session);
  await identity.audit({
    at: clock.now(),
    actor: actor.username,
    action: 'session.closed',
    park: null,
    detail: null,
  });
}
