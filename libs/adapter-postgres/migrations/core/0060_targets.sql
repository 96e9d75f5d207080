-- What a park means to reach: per indicator a level, who answers for it and by when. Every change is kept; the newest row of
-- an indicator is in force.

CREATE TABLE indicator_target (
  key         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  park        text        NOT NULL REFERENCES park (id) ON DELETE CASCADE,
  indicator   text        NOT NULL,
  -- Null: the target was given up.
  level       text,
  owner       text,
  due         date,
  recorded_at timestamptz NOT NULL,
  recorded_by text        NOT NULL
);
CREATE INDEX indicator_target_newest ON indicator_target (park, indicator, key DESC);
