import type { Actor, Role, Scope } from './actor.js';

/** Who may do an action: anyone, or the roles and token scopes listed. What is not listed is denied. */
interface Rule {
  readonly anyone?: true;
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
}

const ANYONE: Rule = { anyone: true, roles: [], scopes: [] };
const READERS: Rule = { roles: ['viewer', 'operator', 'admin'], scopes: ['read'] };
const KNOWN: Rule = { roles: ['viewer', 'operator', 'admin'], scopes: ['read', 'ingest'] };
const PEOPLE: Rule = { roles: ['viewer', 'operator', 'admin'], scopes: [] };
const OPERATORS: Rule = { roles: ['operator', 'admin'], scopes: [] };
const ADMINS: Rule = { roles: ['admin'], scopes: [] };

const RULES = {
  'session.open': ANYONE,
  'session.read': KNOWN,
  'session.close': PEOPLE,
  'operations.read': ANYONE,
  'documentation.read': ANYONE,
  'token.read': ADMINS,
  'token.change': ADMINS,
  'event.send': { roles: ['admin'], scopes: ['ingest'] },
  'standard.read': KNOWN,
  'standard.try': KNOWN,
  'park.read': READERS,
  'park.change': ADMINS,
  'definition.read': READERS,
  'definition.change': ADMINS,
  'assessment.read': READERS,
  'live.watch': READERS,
  'attestation.read': READERS,
  'attestation.change': ADMINS,
  'deadLetter.read': READERS,
  'deadLetter.replay': ADMINS,
  'alert.read': READERS,
  'alert.act': OPERATORS,
  'channel.read': ADMINS,
  'channel.change': ADMINS,
} as const satisfies Readonly<Record<string, Rule>>;

export type Action = keyof typeof RULES;

export const ACTIONS = Object.keys(RULES) as readonly Action[];

/**
 * `hidden` is answered as if the thing did not exist: a token of one park is not told that another exists.
 * `forbidden` means the actor may know of it but not do this.
 */
export type Verdict = 'allowed' | 'unauthenticated' | 'forbidden' | 'hidden';

/**
 * The one policy of REST and sockets. `park` is the park the action touches, null when it touches none in particular
 * (then the use case limits what it shows to `boundPark`). Denies by default.
 */
export function can(actor: Actor, action: Action, park: string | null): Verdict {
  const rule: Rule | undefined = Object.hasOwn(RULES, action) ? RULES[action] : undefined;
  if (rule === undefined) return 'forbidden';
  if (rule.anyone === true) return 'allowed';
  switch (actor.kind) {
    case 'anonymous':
      return 'unauthenticated';
    case 'system':
      return 'forbidden';
    case 'account':
      return rule.roles.includes(actor.role) ? 'allowed' : 'forbidden';
    case 'token':
      return verdictOnToken(actor, rule, park);
  }
}

function verdictOnToken(token: Extract<Actor, { kind: 'token' }>, rule: Rule, park: string | null): Verdict {
  if (token.park !== null && park !== null && token.park !== park) return 'hidden';
  return rule.scopes.some((scope) => token.scopes.includes(scope)) ? 'allowed' : 'forbidden';
}
