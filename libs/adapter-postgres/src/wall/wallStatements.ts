import { statement } from '../driver/database.js';

/** Changed and removed walls are told on this channel by their ids. */
export const WALL_CHANNEL = 'parkpulse_wall';

export const WALL_COLUMNS = `id::text, park, name, created_at AS "createdAt", created_by AS "createdBy",
  token IS NOT NULL AS "isPaired", last_seen_at AS "lastSeenAt", installation, control, report,
  reported_at AS "reportedAt"`;

/** A wall is written down as seen at most this often: knowing the minute is enough. */
const SEEN_INTERVAL = '20 seconds';

export const LOCK_PAIRINGS = statement(
  'lock-wall-pairings',
  'LOCK TABLE wall_pairing IN SHARE ROW EXCLUSIVE MODE',
);
export const DROP_EXPIRED = statement(
  'drop-wall-pairings',
  'DELETE FROM wall_pairing WHERE expires_at <= $1',
);
export const COUNT_PAIRINGS = statement(
  'count-wall-pairings',
  'SELECT count(*) AS waiting, count(*) FILTER (WHERE code = $1) AS same FROM wall_pairing',
);
export const ADD_PAIRING = statement(
  'add-wall-pairing',
  'INSERT INTO wall_pairing (code, secret, created_at, expires_at) VALUES ($1, $2, $3, $4)',
);
export const LOCK_CODE = statement(
  'lock-wall-code',
  'SELECT code FROM wall_pairing WHERE code = $1 AND expires_at > $2 AND wall IS NULL FOR UPDATE',
);
export const ADD_WALL = statement(
  'add-wall',
  `INSERT INTO wall (park, name, created_at, created_by, control) VALUES ($1, $2, $3, $4, $5)
   RETURNING ${WALL_COLUMNS}`,
);
export const TIE_CODE = statement('tie-wall-code', 'UPDATE wall_pairing SET wall = $2 WHERE code = $1');
export const PAIRING = statement(
  'wall-pairing-by-secret',
  'SELECT wall::text FROM wall_pairing WHERE secret = $1 AND expires_at > $2 FOR UPDATE',
);
export const GIVE_TOKEN = statement(
  'give-wall-token',
  `UPDATE wall SET token = $2, last_seen_at = $3 WHERE id = $1 RETURNING ${WALL_COLUMNS}`,
);
export const BY_TOKEN = statement(
  'wall-by-token',
  `WITH seen AS (
     UPDATE wall SET last_seen_at = $2
     WHERE token = $1 AND (last_seen_at IS NULL OR last_seen_at < $2::timestamptz - interval '${SEEN_INTERVAL}')
   )
   SELECT ${WALL_COLUMNS} FROM wall WHERE token = $1`,
);
export const OF_PARK = statement(
  'walls-of-park',
  `SELECT ${WALL_COLUMNS} FROM wall WHERE park = $1 ORDER BY wall.id`,
);
export const BY_ID = statement('wall-by-id', `SELECT ${WALL_COLUMNS} FROM wall WHERE id = $1`);
export const LOCK_WALL = statement(
  'lock-wall',
  `SELECT ${WALL_COLUMNS} FROM wall WHERE id = $1 AND park = $2 FOR UPDATE`,
);
export const CHANGE = statement(
  'change-wall',
  `UPDATE wall SET name = $2, installation = $3, control = $4 WHERE id = $1 RETURNING ${WALL_COLUMNS}`,
);
export const REPORT = statement('report-wall', 'UPDATE wall SET report = $2, reported_at = $3 WHERE id = $1');
export const REMOVE = statement('remove-wall', 'DELETE FROM wall WHERE id = $1 AND park = $2 RETURNING id');
export const TELL = statement('tell-wall', `SELECT pg_notify('${WALL_CHANNEL}', $1)`);
