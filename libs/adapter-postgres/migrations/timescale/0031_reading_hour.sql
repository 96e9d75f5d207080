-- Readings by series and UTC hour, for charts and reports over long spans, kept by TimescaleDB as they come. `rows` above
-- `moments`: something was restated, and extremes and last value are not to be trusted.

CREATE MATERIALIZED VIEW reading_hour
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT series,
  time_bucket(INTERVAL '1 hour', time) AS hour,
  count(*) AS rows,
  count(DISTINCT time) AS moments,
  min(numerator / NULLIF(coalesce(denominator, 1), 0)) AS lowest,
  max(numerator / NULLIF(coalesce(denominator, 1), 0)) AS highest,
  last(numerator, time) AS last_numerator,
  last(denominator, time) AS last_denominator,
  max(time) AS last_at
FROM reading GROUP BY 1, 2
WITH NO DATA;

-- From the beginning of time: only hours that late rows have touched are computed again. To an hour ago: a row dated ahead
-- must not move the border behind which the aggregate is taken to be whole (timescaledb #4239, #8316).
SELECT add_continuous_aggregate_policy('reading_hour',
  start_offset => NULL, end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '5 minutes');
