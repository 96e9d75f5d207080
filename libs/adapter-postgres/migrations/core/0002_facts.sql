-- Accepted events and the facts they carried: append-only, with the time they speak of and the time they became known.

-- One row per event: refuses the same event twice, and is the origin every fact points to.
CREATE TABLE event (
  key       bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  -- First 16 bytes of SHA-256 over source and id.
  digest    uuid        NOT NULL UNIQUE,
  -- First 16 bytes of SHA-256 over what the event says: tells a resend from an id used twice.
  content   uuid        NOT NULL,
  source    integer     NOT NULL,
  id        text        NOT NULL,
  topic     integer     NOT NULL,
  partition integer     NOT NULL,
  "offset"  bigint      NOT NULL,
  sequence  bigint      NOT NULL,
  time      timestamptz NOT NULL,
  known_at  timestamptz NOT NULL
);

-- A value of a measure. Numbers are doubles where these give the decimal text back digit for digit; otherwise the text is
-- kept beside. `item` is the place in the event's list: of two items about one moment the later is in force.
CREATE TABLE reading (
  time             timestamptz      NOT NULL,
  event            bigint           NOT NULL,
  numerator        double precision NOT NULL CHECK (numerator > '-Infinity' AND numerator < 'Infinity'),
  denominator      double precision CHECK (denominator > '-Infinity' AND denominator < 'Infinity'),
  series           integer          NOT NULL,
  item             smallint         NOT NULL,
  opaque           boolean          NOT NULL,
  numerator_text   text,
  denominator_text text,
  -- Members named as missing (terms).
  missing          integer[]
);

-- A device said it was online (1), offline (2), at fault (3) or under maintenance (4).
CREATE TABLE device_state (
  time   timestamptz NOT NULL,
  event  bigint      NOT NULL,
  series integer     NOT NULL,
  item   smallint    NOT NULL,
  state  smallint    NOT NULL CHECK (state BETWEEN 1 AND 4)
);

-- Values a device owed, delivered and delivered validly over [time, time_to); `flags` counts them by data flag, as JSON.
CREATE TABLE transmission (
  time     timestamptz      NOT NULL,
  time_to  timestamptz      NOT NULL,
  event    bigint           NOT NULL,
  expected double precision NOT NULL CHECK (expected > '-Infinity' AND expected < 'Infinity'),
  received double precision NOT NULL CHECK (received > '-Infinity' AND received < 'Infinity'),
  valid    double precision NOT NULL CHECK (valid > '-Infinity' AND valid < 'Infinity'),
  series   integer          NOT NULL,
  item     smallint         NOT NULL,
  flags    text
);

-- An enterprise filed for a period, at `time`.
CREATE TABLE submission (
  time     timestamptz      NOT NULL,
  event    bigint           NOT NULL,
  filled   double precision CHECK (filled > '-Infinity' AND filled < 'Infinity'),
  required double precision CHECK (required > '-Infinity' AND required < 'Infinity'),
  series   integer          NOT NULL,
  item     smallint         NOT NULL,
  period   text             NOT NULL
);

-- An entry of the park register, in force from `time` on; without attributes (JSON) it is a tombstone.
CREATE TABLE registry_entry (
  time       timestamptz NOT NULL,
  time_to    timestamptz,
  event      bigint      NOT NULL,
  series     integer     NOT NULL,
  item       smallint    NOT NULL,
  attributes text
);

-- Where to go on in each partition. The offset moves in the transaction that stores what lies before it; the epoch fences
-- a worker that has lost the partition.
CREATE TABLE stream_offset (
  cluster     text    NOT NULL,
  topic_id    text    NOT NULL,
  topic       text    NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint,
  epoch       bigint  NOT NULL,
  PRIMARY KEY (cluster, topic_id, partition)
) WITH (fillfactor = 50);

-- Records that could not become facts, kept with the reason until mended and replayed.
CREATE TABLE dead_letter (
  key         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  code        text        NOT NULL,
  detail_zh   text        NOT NULL,
  detail_en   text        NOT NULL,
  pointer     text,
  park        text,
  topic       text        NOT NULL,
  partition   integer     NOT NULL,
  "offset"    bigint      NOT NULL,
  request     text,
  received_at timestamptz NOT NULL,
  payload     bytea,
  truncated   boolean     NOT NULL,
  replayed_at timestamptz
);
CREATE INDEX dead_letter_park ON dead_letter (park, key);
