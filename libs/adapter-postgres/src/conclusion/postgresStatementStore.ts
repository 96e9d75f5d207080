import type { StatementRecord, StatementStore } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';

const IN_FORCE = statement(
  'statements-in-force',
  `SELECT DISTINCT ON (subject) subject, content, effective_from AS "from", recorded_at AS "recordedAt",
     recorded_by AS "recordedBy"
   FROM statement WHERE park = $1 AND effective_from <= $2 AND ($3::timestamptz IS NULL OR recorded_at <= $3)
   ORDER BY subject, effective_from DESC, key DESC`,
);
const ADD = statement(
  'add-statement',
  `INSERT INTO statement (park, subject, content, effective_from, recorded_at, recorded_by)
   VALUES ($1, $2, $3, $4, $5, $6)`,
);

type Row = Omit<StatementRecord, 'content'> & { readonly content: string };

/** What people stated about parks, statement by statement. */
export class PostgresStatementStore implements StatementStore {
  constructor(private readonly database: Database) {}

  async statementsAt(
    park: string,
    at: Instant,
    knownAt: Instant | null,
  ): Promise<readonly StatementRecord[]> {
    const values = [park, fromInstant(at), fromInstantOrNull(knownAt)];
    const rows = await this.database.rows<Row>(IN_FORCE, values);
    return rows.map((row) => ({ ...row, content: JSON.parse(row.content) as unknown }));
  }

  async addStatement(
    park: string,
    { subject, content, from, recordedAt, recordedBy }: StatementRecord,
  ): Promise<void> {
    const values = [
      park,
      subject,
      JSON.stringify(content),
      fromInstant(from),
      fromInstant(recordedAt),
      recordedBy,
    ];
    await this.database.rows(ADD, values);
  }
}
