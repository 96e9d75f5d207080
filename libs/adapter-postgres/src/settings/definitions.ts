import type { Instant, MeasureDefinition } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';

const DEFINITIONS = statement(
  'definitions',
  `SELECT measure, version, effective_from AS "effectiveFrom", rule FROM definition
   WHERE park = $1 AND recorded_at <= $2 ORDER BY measure, version`,
);

interface DefinitionRow {
  readonly measure: string;
  readonly version: number;
  readonly effectiveFrom: Instant;
  readonly rule: string;
}

type Rule = Omit<MeasureDefinition, 'measure' | 'version' | 'effectiveFrom'>;

/** Reads all versions of a park's own definitions as recorded until `knownAt`. */
export async function readDefinitions(
  sql: Sql,
  park: number,
  knownAt: Instant,
): Promise<readonly MeasureDefinition[]> {
  const rows = await sql.rows<DefinitionRow>(DEFINITIONS, [park, fromInstant(knownAt)]);
  return rows.map(({ measure, version, effectiveFrom, rule }) => ({
    ...(JSON.parse(rule) as Rule),
    measure,
    version,
    effectiveFrom,
  }));
}

/** Writes the fields of a definition that have no column of their own. */
export function ruleText({
  measure: _m,
  effectiveFrom: _e,
  ...rule
}: Omit<MeasureDefinition, 'version'>): string {
  return JSON.stringify(rule);
}
