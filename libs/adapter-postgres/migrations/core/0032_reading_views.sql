-- What reports and charting tools may read. Numbers here are doubles; the product itself reads the exact facts.

-- Readings by series and UTC hour, only those in force: an hour with a restatement is answered from the facts.
CREATE VIEW reading_1h AS
SELECT series, hour, moments AS readings, lowest, highest, last_numerator, last_denominator, last_at
FROM reading_hour WHERE rows = moments
UNION ALL
SELECT h.series, h.hour, count(*),
  min(f.numerator / NULLIF(coalesce(f.denominator, 1), 0)),
  max(f.numerator / NULLIF(coalesce(f.denominator, 1), 0)),
  (array_agg(f.numerator ORDER BY f.time DESC))[1],
  (array_agg(f.denominator ORDER BY f.time DESC))[1],
  max(f.time)
FROM reading_hour h
CROSS JOIN LATERAL (
  SELECT DISTINCT ON (r.time) r.time, r.numerator, r.denominator
  FROM reading r JOIN event e ON e.key = r.event
  WHERE r.series = h.series AND r.time >= h.hour AND r.time < h.hour + INTERVAL '1 hour'
  ORDER BY r.time, e.sequence DESC, e.known_at DESC, e."offset" DESC, r.item DESC
) AS f
WHERE h.rows > h.moments
GROUP BY h.series, h.hour;

-- Days of a time zone composed of UTC hours; where the zone is not whole hours off, of the facts themselves.
CREATE FUNCTION reading_1d(wanted integer[], zone text, since timestamptz, until timestamptz)
RETURNS TABLE (
  series integer, day date, readings bigint, lowest double precision, highest double precision,
  last_numerator double precision, last_denominator double precision, last_at timestamptz)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  IF EXISTS (
    SELECT FROM generate_series(since, until, INTERVAL '1 day') AS d WHERE extract(minute FROM d AT TIME ZONE zone) <> extract(minute FROM d)
  ) THEN
    RETURN QUERY
    SELECT f.series, (f.time AT TIME ZONE zone)::date, count(*),
      min(f.numerator / NULLIF(coalesce(f.denominator, 1), 0)), max(f.numerator / NULLIF(coalesce(f.denominator, 1), 0)),
      (array_agg(f.numerator ORDER BY f.time DESC))[1], (array_agg(f.denominator ORDER BY f.time DESC))[1], max(f.time)
    FROM (
      SELECT DISTINCT ON (r.series, r.time) r.series, r.time, r.numerator, r.denominator
      FROM reading r JOIN event e ON e.key = r.event
      WHERE r.series = ANY(wanted) AND r.time >= since AND r.time < until
      ORDER BY r.series, r.time, e.sequence DESC, e.known_at DESC, e."offset" DESC, r.item DESC
    ) AS f GROUP BY 1, 2;
  ELSE
    RETURN QUERY
    SELECT h.series, (h.hour AT TIME ZONE zone)::date, sum(h.readings)::bigint, min(h.lowest), max(h.highest),
      (array_agg(h.last_numerator ORDER BY h.last_at DESC))[1], (array_agg(h.last_denominator ORDER BY h.last_at DESC))[1],
      max(h.last_at)
    FROM reading_1h h WHERE h.series = ANY(wanted) AND h.hour >= since AND h.hour < until GROUP BY 1, 2;
  END IF;
END
$$;

-- One park at a time, named by `SET app.park = 'id'`; without it no rows. Row-level security cannot be had on hypertables
-- (timescaledb #6827), so a reporting role gets these views and no table. The barrier keeps a cheap function in a query
-- from seeing rows of other parks before they are filtered out.
CREATE VIEW park_reading WITH (security_barrier) AS
SELECT s."group" AS measure, NULLIF(s.subject, '') AS enterprise, r.time, r.numerator, r.denominator
FROM park p JOIN series s ON s.park = p.key AND s.kind = 'reading' JOIN reading r ON r.series = s.key
WHERE p.id = current_setting('app.park', true);

CREATE VIEW park_reading_1h WITH (security_barrier) AS
SELECT s."group" AS measure, NULLIF(s.subject, '') AS enterprise, h.hour, h.readings, h.lowest, h.highest,
  h.last_numerator, h.last_denominator, h.last_at
FROM park p JOIN series s ON s.park = p.key AND s.kind = 'reading' JOIN reading_1h h ON h.series = s.key
WHERE p.id = current_setting('app.park', true);

CREATE VIEW park_device_state WITH (security_barrier) AS
SELECT s.subject AS device, d.time, (ARRAY['online', 'offline', 'fault', 'maintenance'])[d.state] AS state
FROM park p JOIN series s ON s.park = p.key AND s.kind = 'state' JOIN device_state d ON d.series = s.key
WHERE p.id = current_setting('app.park', true);

CREATE VIEW park_transmission WITH (security_barrier) AS
SELECT s.subject AS device, t.time, t.time_to, t.expected, t.received, t.valid
FROM park p JOIN series s ON s.park = p.key AND s.kind = 'transmission' JOIN transmission t ON t.series = s.key
WHERE p.id = current_setting('app.park', true);

CREATE VIEW park_score WITH (security_barrier) AS
SELECT l.at, l.known_from, l.known_to, l.revision, l.z[1] / 10000.0 AS assured, l.z[2] / 10000.0 AS candidate, l.z[3] / 10000.0 AS ceiling
FROM park p JOIN score_log l ON l.park = p.key
WHERE p.id = current_setting('app.park', true);

CREATE VIEW park_level WITH (security_barrier) AS
SELECT l.indicator, l.at, l.known_from, l.known_to, l.revision, l.stable[1] AS assured, l.stable[2] AS candidate,
  l.stable[3] AS ceiling, l.stale, l.cause
FROM park p JOIN level_log l ON l.park = p.key
WHERE p.id = current_setting('app.park', true);
