-- Parks, the words their facts are written in, and what waits for their next assessment.

CREATE TABLE park (
  key        integer     PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  id         text        NOT NULL UNIQUE,
  name       text        NOT NULL,
  time_zone  text        NOT NULL,
  created_at timestamptz NOT NULL
);

-- How far a park has been assessed. A worker locks this row while it assesses the park.
CREATE TABLE park_state (
  park        integer     PRIMARY KEY REFERENCES park (key) ON DELETE CASCADE,
  revision    bigint      NOT NULL DEFAULT 0,
  assessed_to timestamptz,
  next_due    timestamptz
);
CREATE INDEX park_state_next_due ON park_state (next_due) WHERE next_due IS NOT NULL;

-- What changed since the last assessment. Appended by every commit and taken (deleted) by the assessment, so that the
-- two never wait for each other and none is lost: a row not visible to the assessment stays for the next one.
CREATE TABLE park_touch (
  key        bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  park       integer     NOT NULL,
  kind       text        NOT NULL,
  "group"    text        NOT NULL,
  moment_from timestamptz NOT NULL,
  moment_to   timestamptz NOT NULL,
  known_at   timestamptz NOT NULL,
  touched_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX park_touch_park ON park_touch (park);

-- One number for each thing that facts are about: a measure (of a factory), a device's state or transmissions, what an
-- enterprise files, a register entry. `group` is the measure, the kind of submission or the register's entity; `subject` the
-- factory, device, enterprise or id; both are '' where there is none.
CREATE TABLE series (
  key     integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  park    integer NOT NULL,
  kind    text    NOT NULL,
  "group" text    NOT NULL,
  subject text    NOT NULL,
  UNIQUE (park, kind, "group", subject)
);

-- One number for each word that events repeat (source, topic, missing member).
CREATE TABLE term (
  key  integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  text text    NOT NULL UNIQUE
);

-- One row per park and event source: is it alive, and how often does it speak.
CREATE TABLE feed (
  park          integer       NOT NULL,
  source        integer       NOT NULL,
  last_event_at timestamptz   NOT NULL,
  -- The newest event times (at most 11), newest first: their median interval is the source's period.
  recent        timestamptz[] NOT NULL,
  events        bigint        NOT NULL,
  -- The earliest moment any of its facts speaks about.
  first_moment  timestamptz,
  PRIMARY KEY (park, source)
) WITH (fillfactor = 70);
