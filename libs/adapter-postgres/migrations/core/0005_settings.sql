-- What people set: measure definitions, attestations, accounts, tokens; and the record of who did what.

CREATE TABLE definition (
  park           integer     NOT NULL,
  measure        text        NOT NULL,
  version        integer     NOT NULL,
  effective_from timestamptz NOT NULL,
  recorded_at    timestamptz NOT NULL,
  recorded_by    text        NOT NULL,
  -- The remaining fields of the definition, as JSON.
  rule           text        NOT NULL,
  PRIMARY KEY (park, measure, version)
);

CREATE TABLE attestation (
  key            bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  park           integer     NOT NULL,
  clause         text        NOT NULL,
  status         text        NOT NULL,
  effective_from timestamptz NOT NULL,
  effective_to   timestamptz,
  note           text,
  attested_by    text        NOT NULL,
  verified_by    text,
  recorded_at    timestamptz NOT NULL
);
CREATE INDEX attestation_park ON attestation (park, clause, effective_from);

CREATE TABLE account (
  id            bigint  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  username      text    NOT NULL UNIQUE,
  password_hash text    NOT NULL,
  role          text    NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
  disabled      boolean NOT NULL
);

CREATE TABLE session (
  hash       bytea       PRIMARY KEY,
  id         bigint      NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
  account    bigint      NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account, created_at);

CREATE TABLE token (
  hash         bytea       PRIMARY KEY,
  id           bigint      NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
  name         text        NOT NULL,
  scopes       text[]      NOT NULL,
  park         text,
  created_at   timestamptz NOT NULL,
  created_by   text        NOT NULL,
  last_used_at timestamptz
);

-- Append-only, each row sealed with the hash of the one before it: a row changed or taken out breaks the chain.
CREATE TABLE audit (
  key    bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  at     timestamptz NOT NULL,
  actor  text        NOT NULL,
  action text        NOT NULL,
  park   text,
  detail text        NOT NULL,
  hash   bytea       NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
