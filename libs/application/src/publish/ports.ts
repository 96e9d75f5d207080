import type { Instant } from '@parkpulse/domain';

/** The right to publish, for a while; `epoch` tells a holder from those before. */
export interface PublishLease {
  readonly holder: string;
  readonly epoch: number;
}

/** A park whose newest revision other systems have not been told of. */
export interface UnpublishedPark {
  readonly park: string;
  /** The newest revision they were told of; null when none ever was. */
  readonly published: number | null;
  readonly newest: number;
}

/** A revision and the point in both times at which it stands. */
export interface RevisionMark {
  readonly revision: number;
  readonly knownFrom: Instant;
  readonly assessedTo: Instant;
}

/**
 * How far other systems were told of assessments. Duties: one publisher at a time, a mark that never moves back. What
 * waits is what the assess transaction itself has written, so nothing can be assessed and not be told. Not its duty:
 * telling only once; a publisher that dies between telling and marking tells again, with the same event id.
 */
export interface PublicationStore {
  /** Takes or keeps the right to publish for some milliseconds; null while another holds it. */
  lease(holder: string, milliseconds: number): Promise<PublishLease | null>;
  release(lease: PublishLease): Promise<void>;
  unpublished(limit: number): Promise<readonly UnpublishedPark[]>;
  /** Marks of the revisions from `from` on, in order. */
  revisions(park: string, from: number, limit: number): Promise<readonly RevisionMark[]>;
  /** Notes that everything up to a revision was told; false when the lease was lost. */
  published(park: string, revision: number, lease: PublishLease): Promise<boolean>;
}
