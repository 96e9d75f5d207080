import type { Findings } from '../bench/row.js';
import type { World } from '../bench/world.js';

/**
 * Reads the same topics into a second database by one worker that nothing happens to, and compares what both came to:
 * every event with its facts, and every level and score of the past that is believed now.
 */
export async function sameAsUndisturbed(world: World, findings: Findings): Promise<void> {
  const calm = await world.beside();
  try {
    await calm.worker('z');
    await calm.settle(900_000);
    for (const [what, text] of Object.entries(QUESTIONS)) {
      const [one, other] = await Promise.all([world, calm].map((each) => digest(each, text)));
      findings.note({ [`${what} compared`]: one!.count });
      findings.require(one!.count > 0, `no ${what} to compare`);
      findings.require(
        one!.digest === other!.digest,
        `${what}: ${one!.count} here and ${other!.count} undisturbed are not the same`,
      );
    }
  } finally {
    await calm.close();
  }
}

const QUESTIONS = {
  events: `SELECT concat_ws(' ', e.id, e.content, e.known_at, f.facts) AS row FROM event e JOIN (
      SELECT x.event, string_agg(concat_ws(' ', p.id, s."group", s.subject, x.time, x.value), ',' ORDER BY x.item) AS facts
      FROM (
        SELECT event, series, time, item, numerator || '/' || denominator AS value FROM reading
        UNION ALL SELECT event, series, time, item, state::text FROM device_state
      ) AS x JOIN series s ON s.key = x.series JOIN park p ON p.key = s.park GROUP BY x.event
    ) AS f ON f.event = e.key`,
  levels: `SELECT jsonb_build_array(p.id, indicator, at, since, stable, raw, stale, pending_candidate, pending_due)::text AS row
    FROM level_log l JOIN park p ON p.key = l.park WHERE known_to IS NULL AND at < (SELECT max(time) FROM event)`,
  scores: `SELECT jsonb_build_array(p.id, at, z, "primary", secondary)::text AS row
    FROM score_log l JOIN park p ON p.key = l.park WHERE known_to IS NULL AND at < (SELECT max(time) FROM event)`,
} as const;

async function digest(
  world: World,
  text: string,
): Promise<{ readonly count: number; readonly digest: string }> {
  const [answer] = await world.ground.postgres.rows<{ count: number; digest: string }>(
    world.database,
    `SELECT count(*)::int AS count, coalesce(md5(string_agg(md5(row), '' ORDER BY row)), '') AS digest FROM (${text}) AS q`,
  );
  return answer!;
}
