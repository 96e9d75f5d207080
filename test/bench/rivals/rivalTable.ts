import type { BenchDatabase, Ground } from '../ground.js';

/** The table all rivals write into: what a reading is, under a key that refuses the same one twice, time first. */
export async function createRivalTable(ground: Ground, database: BenchDatabase): Promise<void> {
  await ground.rows(
    database,
    `CREATE TABLE rival (
       time timestamptz NOT NULL, park text NOT NULL, measure text NOT NULL, source text NOT NULL, event text NOT NULL,
       numerator double precision NOT NULL, denominator double precision,
       PRIMARY KEY (time, park, measure, source))`,
  );
  if (ground.isTimescale)
    await ground.rows(database, `SELECT create_hypertable('rival', by_range('time', INTERVAL '1 day'))`);
}
