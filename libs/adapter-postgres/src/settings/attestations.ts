import type { AttestationRecord } from '@parkpulse/application';
import { type Sql, statement } from '../driver/database.js';

const ATTESTATIONS = statement(
  'attestations',
  `SELECT key::text AS id, clause, status, effective_from AS "from", effective_to AS "to", note, attested_by AS "by",
     verified_by AS "verifiedBy", recorded_at AS "recordedAt"
   FROM attestation WHERE park = $1 ORDER BY key`,
);

/** Reads all attestations of a park in the order they were recorded. */
export function readAttestations(sql: Sql, park: number): Promise<readonly AttestationRecord[]> {
  return sql.rows<AttestationRecord>(ATTESTATIONS, [park]);
}
