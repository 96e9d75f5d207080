import type { AttestationRecord, Clock, ParkRecord, Settings, Touch } from '@parkpulse/application';
import type { Instant, MeasureDefinition } from '@parkpulse/domain';
import type { Dictionary } from '../dictionary/dictionary.js';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Database, type Sql, statement } from '../driver/database.js';
import { addTouches } from '../ingest/touches.js';
import { isKey } from '../read/deadLetterRecords.js';
import { PARK_COLUMNS } from '../read/parkRecords.js';
import { ruleText } from './definitions.js';

const CREATE_PARK = statement(
  'create-park',
  `WITH made AS (
     INSERT INTO park (id, name, time_zone, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING RETURNING key
   )
   INSERT INTO park_state (park) SELECT key FROM made RETURNING park`,
);
const PATCH_PARK = statement(
  'patch-park',
  `UPDATE park SET name = coalesce($2, name), time_zone = coalesce($3, time_zone) WHERE id = $1 RETURNING ${PARK_COLUMNS}`,
);
// The park's row is locked so that two new versions cannot take one number. The first is 2: version 1 is the default.
const LOCK_PARK = statement('lock-park-row', 'SELECT key FROM park WHERE id = $1 FOR NO KEY UPDATE');
const ADD_DEFINITION = statement(
  'add-definition',
  `INSERT INTO definition (park, measure, version, effective_from, recorded_at, recorded_by, rule)
   SELECT $1, $2, coalesce(max(version), 1) + 1, $3, $4, $5, $6 FROM definition WHERE park = $1 AND measure = $2
   RETURNING version`,
);
const ADD_ATTESTATIONS = statement(
  'add-attestations',
  `INSERT INTO attestation (park, clause, status, effective_from, effective_to, note, attested_by, verified_by, recorded_at)
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
     $9::timestamptz[])
   RETURNING key::text AS id`,
);
const MARK_REPLAYED = statement(
  'mark-replayed',
  'UPDATE dead_letter SET replayed_at = $2 WHERE key = ANY($1::bigint[])',
);
const FIRST_MOMENT = statement(
  'first-moment-of',
  'SELECT min(first_moment) AS "from" FROM feed WHERE park = $1',
);

type NewAttestation = Omit<AttestationRecord, 'id'>;

/** What people set; whatever changes an assessment leaves a touch in the same transaction. */
export class PostgresSettings implements Settings {
  constructor(
    private readonly database: Database,
    private readonly dictionary: Dictionary,
    private readonly clock: Clock,
  ) {}

  async createPark({ id, name, timeZone, createdAt }: ParkRecord): Promise<'created' | 'exists'> {
    const rows = await this.database.rows(CREATE_PARK, [id, name, timeZone, fromInstant(createdAt)]);
    return rows.length > 0 ? 'created' : 'exists';
  }

  /** A new time zone moves the bounds of every day, so all measures are touched from the park's first moment on. */
  patchPark(
    id: string,
    { name = null, timeZone = null }: { readonly name?: string | null; readonly timeZone?: string | null },
  ): Promise<ParkRecord | null> {
    return this.database.transaction(async (transaction) => {
      const [park] = await transaction.rows<ParkRecord>(PATCH_PARK, [id, name, timeZone]);
      if (park === undefined) return null;
      if (timeZone !== null) await this.touchAll(transaction, id);
      return park;
    });
  }

  putDefinition(
    park: string,
    definition: Omit<MeasureDefinition, 'version'>,
    by: string,
    now: Instant,
  ): Promise<MeasureDefinition> {
    return this.database.transaction(async (transaction) => {
      const key = await lockPark(transaction, park);
      const { measure, effectiveFrom } = definition;
      const [row] = await transaction.rows<{ version: number }>(ADD_DEFINITION, [
        key,
        measure,
        fromInstant(effectiveFrom),
        fromInstant(now),
        by,
        ruleText(definition),
      ]);
      await addTouches(transaction, [
        {
          park: key,
          kind: 'definition',
          group: measure,
          from: effectiveFrom,
          to: Math.max(effectiveFrom, now),
          knownAt: now,
        },
      ]);
      return { ...definition, version: row?.version ?? 2 };
    });
  }

  addAttestations(park: string, rows: readonly NewAttestation[]): Promise<readonly AttestationRecord[]> {
    return this.database.transaction(async (transaction) => {
      const key = await lockPark(transaction, park);
      const added = await transaction.rows<{ id: string }>(ADD_ATTESTATIONS, [
        key,
        ...attestationColumns(rows),
      ]);
      await addTouches(
        transaction,
        rows.map((row) => ({ park: key, ...touchOf(row) })),
      );
      return rows.map((row, index) => ({ ...row, id: added[index]?.id ?? '' }));
    });
  }

  async markReplayed(ids: readonly string[], now: Instant): Promise<void> {
    await this.database.rows(MARK_REPLAYED, [ids.filter(isKey), fromInstant(now)]);
  }

  private async touchAll(sql: Sql, id: string): Promise<void> {
    const park = await this.dictionary.parks.find(id);
    if (park === null) return;
    const [first] = await sql.rows<{ from: Instant | null }>(FIRST_MOMENT, [park]);
    const now = this.clock.now();
    if (first?.from == null) return;
    await addTouches(sql, [{ park, kind: 'definition', group: '', from: first.from, to: now, knownAt: now }]);
  }
}

async function lockPark(sql: Sql, id: string): Promise<number> {
  const [park] = await sql.rows<{ key: number }>(LOCK_PARK, [id]);
  if (park === undefined) throw new Error(`there is no park ${id}`);
  return park.key;
}

function touchOf({ clause, from, to, recordedAt }: NewAttestation): Touch {
  const indicator = clause.slice(0, clause.indexOf('.'));
  return {
    kind: 'attestation',
    group: indicator,
    from,
    to: to ?? Math.max(from, recordedAt),
    knownAt: recordedAt,
  };
}

function attestationColumns(rows: readonly NewAttestation[]): readonly (readonly unknown[])[] {
  return [
    rows.map(({ clause }) => clause),
    rows.map(({ status }) => status),
    rows.map(({ from }) => fromInstant(from)),
    rows.map(({ to }) => fromInstantOrNull(to)),
    rows.map(({ note }) => note),
    rows.map(({ by }) => by),
    rows.map(({ verifiedBy }) => verifiedBy),
    rows.map(({ recordedAt }) => fromInstant(recordedAt)),
  ];
}
