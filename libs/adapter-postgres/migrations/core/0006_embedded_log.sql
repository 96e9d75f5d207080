-- The embedded event log, for one process without Kafka.

CREATE TABLE log_topic (
  key  integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  name text    NOT NULL UNIQUE,
  -- Tells a topic from another of the same name made after it was deleted.
  id   uuid    NOT NULL DEFAULT gen_random_uuid()
);

-- The next offset of each partition. An append holds this row until it commits, so offsets become visible in their order
-- and no reader can pass over one that commits late.
CREATE TABLE log_partition (
  topic        integer NOT NULL REFERENCES log_topic (key) ON DELETE CASCADE,
  partition    integer NOT NULL,
  next_offset  bigint  NOT NULL DEFAULT 0,
  -- The first offset still kept.
  start_offset bigint  NOT NULL DEFAULT 0,
  -- Receipt never runs backwards within a partition, whatever the clock does.
  last_receipt timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE event_log (
  topic       integer     NOT NULL,
  partition   integer     NOT NULL,
  "offset"    bigint      NOT NULL,
  received_at timestamptz NOT NULL,
  key         text,
  value       bytea,
  headers     text,
  PRIMARY KEY (topic, partition, "offset")
);
