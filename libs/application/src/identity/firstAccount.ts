import { toOneSpelling } from './secrets.js';
import type { IdentityPorts } from './session.js';

export const FIRST_USERNAME = 'admin';

export type FirstAccount =
  | { readonly kind: 'existed' }
  | { readonly kind: 'created'; readonly username: string; readonly generatedPassword: string | null };

/**
 * Makes the first account, `admin`, when there is none. There is no default password: without a given one a random
 * one is made, returned this once and never again.
 */
export async function ensureFirstAccount(
  { identity, secrets, clock }: IdentityPorts,
  given: string | null,
): Promise<FirstAccount> {
  if ((await identity.countAccounts()) > 0) return { kind: 'existed' };
  const generatedPassword = given === null ? toGroups(secrets.mint()) : null;
  const passwordHash = await secrets.hashPassword(toOneSpelling(given ?? generatedPassword ?? ''));
  const account = { username: FIRST_USERNAME, passwordHash, role: 'admin', disabled: false } as const;
  // Of several processes that start at once on an empty database one is first.
  if ((await identity.addAccount(account)) === null) return { kind: 'existed' };
  await identity.audit({
    at: clock.now(),
    actor: 'system',
    action: 'account.created',
    park: null,
    detail: { username: FIRST_USERNAME },
  });
  return { kind: 'created', username: FIRST_USERNAME, generatedPassword };
}

// Twenty letters and digits in groups of five: over 100 bits, and easy to type from a screen.
function toGroups(secret: string): string {
  const letters = secret
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase()
    .replace(/[01lo]/g, '');
  return letters.slice(0, 20).replace(/(.{5})(?=.)/g, '$1-');
}
