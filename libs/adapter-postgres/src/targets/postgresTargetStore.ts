import type { TargetRecord, TargetStore } from '@parkpulse/application';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';

// Rows are never changed, so two changes at once both stay; the one with the higher key is in force.
const TARGETS = statement(
  'targets-of-park',
  `SELECT * FROM (
     SELECT DISTINCT ON (indicator) indicator, level, owner, due::text, recorded_at AS "recordedAt",
       recorded_by AS "recordedBy"
     FROM indicator_target WHERE park = $1 ORDER BY indicator, key DESC
   ) AS newest WHERE level IS NOT NULL`,
);
const ADD_TARGET = statement(
  'add-target',
  `INSERT INTO indicator_target (park, indicator, level, owner, due, recorded_at, recorded_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
const DROP_TARGET = statement(
  'drop-target',
  `INSERT INTO indicator_target (park, indicator, recorded_at, recorded_by)
   SELECT park, indicator, $3, $4 FROM indicator_target
   WHERE key = (SELECT max(key) FROM indicator_target WHERE park = $1 AND indicator = $2) AND level IS NOT NULL
   RETURNING key`,
);

/** What parks mean to reach, change by change. */
export class PostgresTargetStore implements TargetStore {
  constructor(private readonly database: Database) {}

  targets(park: string): Promise<readonly TargetRecord[]> {
    return this.database.rows<TargetRecord>(TARGETS, [park]);
  }

  async setTarget(park: string, target: TargetRecord): Promise<void> {
    const { indicator, level, owner, due, recordedAt, recordedBy } = target;
    const values = [park, indicator, level, owner, due, fromInstant(recordedAt), recordedBy];
    await this.database.rows(ADD_TARGET, values);
  }

  async dropTarget(
    park: string,
    { indicator, recordedAt, recordedBy }: Pick<TargetRecord, 'indicator' | 'recordedAt' | 'recordedBy'>,
  ): Promise<boolean> {
    const values = [park, indicator, fromInstant(recordedAt), recordedBy];
    return (await this.database.rows(DROP_TARGET, values)).length > 0;
  }
}
