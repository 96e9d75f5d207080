-- Plain PostgreSQL: one table per kind of fact, indexed by series for the windows an assessment reads. No unique key: an
-- event is stored once, so its facts are.

CREATE INDEX reading_series ON reading (series, time);
CREATE INDEX device_state_series ON device_state (series, time);
CREATE INDEX transmission_series ON transmission (series, time);
CREATE INDEX submission_series ON submission (series, time);
CREATE INDEX registry_entry_series ON registry_entry (series, time);
