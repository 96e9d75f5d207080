-- Wall displays: paired by a code that is shown on the wall and approved at the desk, each with a token for one park.

CREATE TABLE wall (
  id           bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  park         text        NOT NULL REFERENCES park (id) ON DELETE CASCADE,
  name         text        NOT NULL,
  -- SHA-256 of the token; null until the wall has taken it.
  token        bytea       UNIQUE,
  created_at   timestamptz NOT NULL,
  created_by   text        NOT NULL,
  last_seen_at timestamptz,
  -- JSON, as the API gives them.
  installation text,
  control      text        NOT NULL,
  report       text,
  reported_at  timestamptz
);
CREATE INDEX wall_park ON wall (park, id);

-- A code on some screen, waiting for its approval; gone with its end.
CREATE TABLE wall_pairing (
  code       text        PRIMARY KEY,
  secret     bytea       NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  wall       bigint      REFERENCES wall (id) ON DELETE CASCADE
);
