-- Readings by series and UTC hour, for charts and reports over long spans. Here a view; a continuous aggregate with
-- TimescaleDB. `rows` above `moments`: something was restated, and extremes and last value are not to be trusted.

CREATE VIEW reading_hour AS
SELECT series,
  date_bin(INTERVAL '1 hour', time, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS hour,
  count(*) AS rows,
  count(DISTINCT time) AS moments,
  min(numerator / NULLIF(coalesce(denominator, 1), 0)) AS lowest,
  max(numerator / NULLIF(coalesce(denominator, 1), 0)) AS highest,
  (array_agg(numerator ORDER BY time DESC))[1] AS last_numerator,
  (array_agg(denominator ORDER BY time DESC))[1] AS last_denominator,
  max(time) AS last_at
FROM reading GROUP BY 1, 2;
