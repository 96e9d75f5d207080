-- What was inferred, kept twice over in time: `at` is the moment a row speaks about, [known_from, known_to) the time over
-- which it was believed. A restatement ends the belief in a row and adds another; nothing is ever deleted.

-- One row per assessment that changed anything: which revision was the newest at an instant.
CREATE TABLE assessment (
  park        integer     NOT NULL,
  revision    bigint      NOT NULL,
  known_from  timestamptz NOT NULL,
  assessed_to timestamptz NOT NULL,
  PRIMARY KEY (park, revision)
);
CREATE INDEX assessment_known ON assessment (park, known_from);

CREATE TABLE clause_log (
  at         timestamptz NOT NULL,
  raw_since  timestamptz NOT NULL,
  known_from timestamptz NOT NULL,
  known_to   timestamptz,
  revision   bigint      NOT NULL,
  park       integer     NOT NULL,
  held       boolean     NOT NULL,
  clause     text        NOT NULL,
  raw        text        NOT NULL,
  reason     text,
  confirmed  text        NOT NULL,
  cause      text        NOT NULL,
  CHECK (known_to >= known_from)
);
CREATE UNIQUE INDEX clause_log_current ON clause_log (park, clause, at) WHERE known_to IS NULL;
CREATE INDEX clause_log_known ON clause_log (park, clause, at);

-- Levels are ranks 1 (S1) to 5 (S5), in the order assured, candidate, ceiling.
CREATE TABLE level_log (
  at                timestamptz NOT NULL,
  since             timestamptz NOT NULL,
  pending_due       timestamptz,
  known_from        timestamptz NOT NULL,
  known_to          timestamptz,
  revision          bigint      NOT NULL,
  park              integer     NOT NULL,
  stale             boolean     NOT NULL,
  pending_candidate smallint,
  stable            smallint[]  NOT NULL,
  raw               smallint[]  NOT NULL,
  indicator         text        NOT NULL,
  cause             text        NOT NULL,
  raw_cause         text        NOT NULL,
  clauses           text[]      NOT NULL,
  CHECK (known_to >= known_from)
);
CREATE UNIQUE INDEX level_log_current ON level_log (park, indicator, at) WHERE known_to IS NULL;
CREATE INDEX level_log_known ON level_log (park, indicator, at);

-- Points in ten-thousandths: triples of assured, candidate, ceiling for the park, its 6 primaries and its 17 secondaries.
CREATE TABLE score_log (
  at          timestamptz NOT NULL,
  known_from  timestamptz NOT NULL,
  known_to    timestamptz,
  revision    bigint      NOT NULL,
  park        integer     NOT NULL,
  z           integer[]   NOT NULL,
  "primary"   integer[]   NOT NULL,
  secondary   integer[]   NOT NULL,
  CHECK (known_to >= known_from)
);
CREATE UNIQUE INDEX score_log_current ON score_log (park, at) WHERE known_to IS NULL;
CREATE INDEX score_log_known ON score_log (park, at);

-- Values derived from streams; values read are their own log. Numbers are exact decimal texts.
CREATE TABLE measure_log (
  at          timestamptz NOT NULL,
  as_of       timestamptz,
  fresh_until timestamptz,
  known_from  timestamptz NOT NULL,
  known_to    timestamptz,
  revision    bigint      NOT NULL,
  park        integer     NOT NULL,
  measure     integer     NOT NULL,
  numerator   text,
  denominator text,
  -- Why it is unknown; null when it is known.
  reason      text,
  trigger     text        NOT NULL,
  -- The origin of the fact that decided it, and the last known value under a stale one, as JSON.
  decided_by  text,
  last_known  text,
  CHECK (known_to >= known_from)
);
CREATE UNIQUE INDEX measure_log_current ON measure_log (park, measure, at) WHERE known_to IS NULL;
CREATE INDEX measure_log_known ON measure_log (park, measure, at);
