import type { PublicationStore, PublishLease, RevisionMark, UnpublishedPark } from '@parkpulse/application';
import { type Sql, statement } from '../driver/database.js';

const NAME = 'publish-assessments';

const LEASE = statement(
  'take-lease',
  `INSERT INTO lease AS l (name, holder, epoch, expires_at) VALUES ($1, $2, 1, now() + $3 * interval '1 millisecond')
   ON CONFLICT (name) DO UPDATE SET
     holder = EXCLUDED.holder,
     expires_at = EXCLUDED.expires_at,
     epoch = CASE WHEN l.holder = EXCLUDED.holder THEN l.epoch ELSE l.epoch + 1 END
   WHERE l.holder = EXCLUDED.holder OR l.expires_at <= now()
   RETURNING holder, epoch`,
);
const RELEASE = statement(
  'release-lease',
  'UPDATE lease SET expires_at = now() WHERE name = $1 AND holder = $2 AND epoch = $3',
);
const UNPUBLISHED = statement(
  'unpublished-parks',
  `SELECT p.id AS park, c.revision AS published, s.revision AS newest
   FROM park_state s JOIN park p ON p.key = s.park LEFT JOIN publication c ON c.park = s.park
   WHERE s.revision > coalesce(c.revision, 0) ORDER BY s.park LIMIT $1`,
);
const REVISIONS = statement(
  'revision-marks',
  `SELECT a.revision, a.known_from AS "knownFrom", a.assessed_to AS "assessedTo"
   FROM assessment a JOIN park p ON p.key = a.park WHERE p.id = $1 AND a.revision >= $2 ORDER BY a.revision LIMIT $3`,
);
// The lease is locked, so that nobody can take it over between the look at it and the end of this statement.
const PUBLISHED = statement(
  'mark-published',
  `WITH held AS (SELECT 1 FROM lease WHERE name = $3 AND holder = $4 AND epoch = $5 FOR SHARE)
   INSERT INTO publication AS c (park, revision) SELECT p.key, $2 FROM park p, held WHERE p.id = $1
   ON CONFLICT (park) DO UPDATE SET revision = EXCLUDED.revision WHERE c.revision < EXCLUDED.revision
   RETURNING revision`,
);

/** How far other systems were told of assessments, and who tells them. */
export class PostgresPublications implements PublicationStore {
  constructor(private readonly sql: Sql) {}

  async lease(holder: string, milliseconds: number): Promise<PublishLease | null> {
    const [held] = await this.sql.rows<PublishLease>(LEASE, [NAME, holder, milliseconds]);
    return held ?? null;
  }

  async release({ holder, epoch }: PublishLease): Promise<void> {
    await this.sql.rows(RELEASE, [NAME, holder, epoch]);
  }

  unpublished(limit: number): Promise<readonly UnpublishedPark[]> {
    return this.sql.rows(UNPUBLISHED, [limit]);
  }

  revisions(park: string, from: number, limit: number): Promise<readonly RevisionMark[]> {
    return this.sql.rows(REVISIONS, [park, from, limit]);
  }

  async published(park: string, revision: number, { holder, epoch }: PublishLease): Promise<boolean> {
    const rows = await this.sql.rows(PUBLISHED, [park, revision, NAME, holder, epoch]);
    return rows.length > 0;
  }
}
