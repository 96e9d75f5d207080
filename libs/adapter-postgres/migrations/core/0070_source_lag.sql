-- How late the events of a source come (alert rule A13), and which source was refused for a time in the future.

-- Two stretches of arrivals, the running one and the one before it: events that were not sent as replay, those of them
-- more than five minutes late, and by how much in all. A stretch lasts 15 minutes and 5 events at least.
ALTER TABLE feed
  ADD COLUMN lag_since      timestamptz,
  ADD COLUMN lag_events     bigint NOT NULL DEFAULT 0,
  ADD COLUMN lag_late       bigint NOT NULL DEFAULT 0,
  ADD COLUMN lag_late_ms    bigint NOT NULL DEFAULT 0,
  ADD COLUMN before_events  bigint NOT NULL DEFAULT 0,
  ADD COLUMN before_late    bigint NOT NULL DEFAULT 0,
  ADD COLUMN before_late_ms bigint NOT NULL DEFAULT 0;

ALTER TABLE dead_letter ADD COLUMN source text;
CREATE INDEX dead_letter_future ON dead_letter (park, received_at DESC) INCLUDE (source) WHERE code = 'TS_FUTURE';
