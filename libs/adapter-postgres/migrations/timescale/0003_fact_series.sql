-- TimescaleDB: the same tables and indexes, the large ones in chunks of time that are compressed column-wise once old. No
-- unique key, so that late rows go into compressed chunks without reading them.

CREATE EXTENSION IF NOT EXISTS timescaledb;

SELECT create_hypertable('reading', by_range('time', INTERVAL '1 day'), create_default_indexes => false);
SELECT create_hypertable('device_state', by_range('time', INTERVAL '1 day'), create_default_indexes => false);
SELECT create_hypertable('transmission', by_range('time', INTERVAL '7 days'), create_default_indexes => false);

CREATE INDEX reading_series ON reading (series, time);
CREATE INDEX device_state_series ON device_state (series, time);
CREATE INDEX transmission_series ON transmission (series, time);
CREATE INDEX submission_series ON submission (series, time);
CREATE INDEX registry_entry_series ON registry_entry (series, time);

ALTER TABLE reading SET (
  timescaledb.compress, timescaledb.compress_segmentby = 'series', timescaledb.compress_orderby = 'time');
ALTER TABLE device_state SET (
  timescaledb.compress, timescaledb.compress_segmentby = 'series', timescaledb.compress_orderby = 'time');
ALTER TABLE transmission SET (
  timescaledb.compress, timescaledb.compress_segmentby = 'series', timescaledb.compress_orderby = 'time');

SELECT add_compression_policy('reading', INTERVAL '7 days');
SELECT add_compression_policy('device_state', INTERVAL '7 days');
SELECT add_compression_policy('transmission', INTERVAL '14 days');
