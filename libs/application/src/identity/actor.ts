/** Who asks. Every use case gets one; rights are looked up for each request, none are carried in a cookie or token. */
export type Actor =
  | { readonly kind: 'anonymous' }
  /** A part of ParkPulse itself; it makes no requests, so the policy grants it nothing. */
  | { readonly kind: 'system'; readonly name: string }
  | {
      readonly kind: 'account';
      readonly account: string;
      readonly username: string;
      readonly role: Role;
      /** Ends the session; only its digest is stored. */
      readonly session: Uint8Array;
      readonly expiresAt: number;
    }
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
      /** The only park it may touch; null for all. */
      readonly park: string | null;
    }
  /** A wall display: it reads what it shows of its one park, and nothing else. */
  | { readonly kind: 'wall'; readonly wall: string; readonly name: string; readonly park: string };

export type Role = 'admin' | 'operator' | 'viewer';
export type Scope = 'ingest' | 'read';

export const ANONYMOUS: Actor = { kind: 'anonymous' };

/** Names the actor for the audit trail and for `by` fields. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'system':
      return actor.name;
    case 'account':
      return actor.username;
    case 'token':
      return `token:${actor.name}`;
    case 'wall':
      return `wall:${actor.name}`;
  }
}

/** The park an actor is bound to; null when it may see every park. */
export function boundPark(actor: Actor): string | null {
  return actor.kind === 'token' || actor.kind === 'wall' ? actor.park : null;
}
