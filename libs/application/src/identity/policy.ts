import type { Actor, Role, Scope } from './actor.js';

/** Who may do an action: anyone (but a wall), or the roles and token scopes listed. What is not listed is denied. */
interface Rule {
  readonly anyone?: true;
  /** A wall may, for the park it shows. */
  readonly walls?: true;
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
}

const ANYONE: Rule = { anyone: true, roles: [], scopes: [] };
const READERS: Rule = { roles: ['viewer', 'operator', 'admin'], scopes: ['read'] };
const KNOWN: Rule = { roles: ['viewer', 'operator', 'admin'], scopes: ['read', 'ingest'] };
const PEOPLE: Rule = { roles: ['viewer', 'operator', 'admin'], scopes: [] };
const OPERATORS: Rule = { roles: ['operator', 'admin'], scopes: [] };
const ADMINS: Rule = { roles: ['admin'], scopes: [] };
const SHOWN: Rule = { ...READERS, walls: true };
const WALLS: Rule = { roles: [], scopes: [], walls: true };

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
  /** What a wall shows: assessment, trend, transitions, feeds. */
  'picture.read': SHOWN,
  'place.read': SHOWN,
  'live.watch': SHOWN,
  'target.read': READERS,
  'target.change': OPERATORS,
  'conclusion.state': ADMINS,
  'attestation.read': READERS,
  'attestation.change': ADMINS,
  'deadLetter.read': READERS,
  'deadLetter.replay': ADMINS,
  'alert.list': SHOWN,
  'alert.read': READERS,
  'alert.act': OPERATORS,
  'alertPolicy.change': ADMINS,
  'duty.change': OPERATORS,
  'park.escalate': OPERATORS,
  'channel.read': ADMINS,
  'channel.change': ADMINS,
  'wall.pair': ANYONE,
  'wall.self': WALLS,
  'wall.read': OPERATORS,
  'wall.change': OPERATORS,
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
  if (actor.kind === 'wall') return verdictOnWall(actor, rule, park);
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

// Even what is open to strangers is closed to a wall: its token is for its picture alone.
function verdictOnWall(wall: Extract<Actor, { kind: 'wall' }>, rule: Rule, park: string | null): Verdict {
  if (park !== null && park !== wall.park) return 'hidden';
  return rule.walls === true ? 'allowed' : 'forbidden';
}
