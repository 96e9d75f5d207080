import type { WallControl, WallInstallation, WallReport } from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';

/** A wall as it is stored; its token only as a digest. */
export interface WallRecord {
  readonly id: string;
  /** The only park it shows. */
  readonly park: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly isPaired: boolean;
  readonly lastSeenAt: Instant | null;
  readonly installation: WallInstallation | null;
  readonly control: WallControl;
  readonly report: WallReport | null;
  readonly reportedAt: Instant | null;
}

export interface NewPairing {
  readonly code: string;
  readonly secretHash: Uint8Array;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export type NewWall = Pick<WallRecord, 'park' | 'name' | 'createdAt' | 'createdBy' | 'control'>;

/** What a desk may change of a wall. */
export type WallSettings = Pick<WallRecord, 'name' | 'installation' | 'control'>;

/**
 * Walls and their pairings. Duties: a pairing is approved at most once and claimed only by who holds its secret; tells
 * every process of each change. Not a duty: who may do what.
 */
export interface WallStore {
  /** Refuses a code that is waiting already, and more than `most` waiting pairings. */
  addPairing(pairing: NewPairing, most: number): Promise<'added' | 'taken' | 'full'>;
  /** Makes the wall of a waiting code; null when there is none, or it has expired. */
  approve(code: string, now: Instant, wall: NewWall): Promise<WallRecord | null>;
  /** Gives an approved wall its token; again while the pairing lasts, for the answer may have been lost. */
  claim(
    secretHash: Uint8Array,
    tokenHash: Uint8Array,
    now: Instant,
  ): Promise<
    { readonly kind: 'waiting' | 'expired' } | { readonly kind: 'paired'; readonly wall: WallRecord }
  >;
  /** Looking a wall up counts as seeing it. */
  wallByHash(tokenHash: Uint8Array, now: Instant): Promise<WallRecord | null>;
  walls(park: string): Promise<readonly WallRecord[]>;
  wall(id: string): Promise<WallRecord | null>;
  /** Changes one wall, one change after the other; null when the park has no such wall. */
  change(park: string, id: string, decide: (wall: WallRecord) => WallSettings): Promise<WallRecord | null>;
  report(id: string, report: WallReport, now: Instant): Promise<void>;
  remove(park: string, id: string): Promise<boolean>;
  /** Hears the ids of walls that were changed or removed; null when messages may have been missed. */
  subscribe(listener: (id: string | null) => void): Promise<{ stop(): Promise<void> }>;
}
