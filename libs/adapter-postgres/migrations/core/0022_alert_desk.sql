-- The duty desk: who set how a park is told and who is on duty, which messages speak of an alert, and the dead-man ping.

ALTER TABLE alert_setting
  -- Counts the changes, so that two people who edit at once do not overwrite each other.
  ADD COLUMN revision       integer     NOT NULL DEFAULT 0,
  ADD COLUMN policy_by      text,
  ADD COLUMN policy_at      timestamptz,
  ADD COLUMN shifts_by      text,
  ADD COLUMN shifts_at      timestamptz;

-- Every message that speaks of an alert, repeats and named causes too: what the delivery log of an alert lists.
CREATE TABLE outbox_line (
  alert   text NOT NULL,
  message uuid NOT NULL,
  PRIMARY KEY (alert, message)
);
INSERT INTO outbox_line (alert, message) SELECT DISTINCT alert, message FROM outbox_item;

-- Figures of a past span: alerts by when they fired.
CREATE INDEX alert_fired ON alert (park, fired_at) WHERE fired_at IS NOT NULL;

-- Where this system shows that it is alive; whoever stops hearing of it raises the alarm. At most one row.
CREATE TABLE dead_man (
  is_only       boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
  -- Sealed by the application where it has a key: such a URL is a secret.
  url           text        NOT NULL,
  every_seconds integer     NOT NULL CHECK (every_seconds > 0),
  changed_by    text        NOT NULL,
  changed_at    timestamptz NOT NULL,
  -- When a process last took it upon itself to ping, and what came of it.
  claimed_at    timestamptz,
  tried_at      timestamptz,
  ok_at         timestamptz,
  outcome       text,
  status        integer,
  code          text
);
