-- Work that one process at a time does, and how far other systems were told.

-- Who does a piece of work now. The epoch goes up whenever it changes hands: who holds an older one has lost it.
CREATE TABLE lease (
  name       text        PRIMARY KEY,
  holder     text        NOT NULL,
  epoch      bigint      NOT NULL,
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- The newest revision of each park that was published. What waits to be published are the rows of `assessment` beyond
-- it: they are written in the transaction of the assessment itself, and a revision can be told word for word later.
CREATE TABLE publication (
  park     integer PRIMARY KEY REFERENCES park (key) ON DELETE CASCADE,
  revision bigint  NOT NULL
) WITH (fillfactor = 50);
