-- What people state about a park for its conclusion: the declaration for the gate of clause 4.1 and the judgements on the key
-- items of Table 2. Every statement is kept; of a subject the newest effective_from, then the newest recorded, is in force.

CREATE TABLE statement (
  key            bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  park           text        NOT NULL REFERENCES park (id) ON DELETE CASCADE,
  subject        text        NOT NULL,
  -- JSON that only the domain reads.
  content        text        NOT NULL,
  effective_from timestamptz NOT NULL,
  recorded_at    timestamptz NOT NULL,
  recorded_by    text        NOT NULL
);
CREATE INDEX statement_newest ON statement (park, subject, effective_from DESC, key DESC);
