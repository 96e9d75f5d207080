-- Alerts, what is told of them to whom, and what became of each message. State that only the domain reads is JSON.

-- One row per park, and one for the system itself (park 0): what rules and notices remember between two decisions.
CREATE TABLE alert_book (
  park     integer PRIMARY KEY,
  -- Number of the alert opened last.
  serial   bigint      NOT NULL,
  memory   text        NOT NULL,
  notices  text        NOT NULL,
  next_due timestamptz,
  -- Digest of the rows of alert_timer, so that they are written only when they differ.
  timers   text        NOT NULL DEFAULT ''
) WITH (fillfactor = 50);

CREATE TABLE alert (
  id          text        PRIMARY KEY,
  park        integer     NOT NULL,
  rule        text        NOT NULL,
  indicator   text        NOT NULL,
  scope       text        NOT NULL,
  phase       text        NOT NULL CHECK (phase IN ('pending', 'firing', 'recovering', 'resolved')),
  severity    text        NOT NULL CHECK (severity IN ('reminder', 'warning', 'alarm')),
  opened_at   timestamptz NOT NULL,
  fired_at    timestamptz,
  resolved_at timestamptz,
  -- Over, but somebody is still to be told.
  is_owed     boolean     NOT NULL,
  state       text        NOT NULL,
  -- Counts the changes of the alert, and which of them other systems have been told of.
  version     integer     NOT NULL DEFAULT 1,
  published   integer     NOT NULL DEFAULT 0
);
CREATE INDEX alert_unpublished ON alert (id) WHERE published < version AND fired_at IS NOT NULL;
-- At most one alert is open per key, whatever the code does.
CREATE UNIQUE INDEX alert_open ON alert (park, rule, indicator, scope) WHERE phase <> 'resolved';
CREATE INDEX alert_carried ON alert (park) WHERE phase <> 'resolved' OR is_owed;
CREATE INDEX alert_park ON alert (park, opened_at DESC, id DESC);

-- Everything that happened to an alert, acts of people included; its state is the fold of these.
CREATE TABLE alert_event (
  key    bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  alert  text        NOT NULL,
  park   integer     NOT NULL,
  at     timestamptz NOT NULL,
  kind   text        NOT NULL,
  detail text        NOT NULL
);
CREATE INDEX alert_event_alert ON alert_event (alert, key);

-- What will be looked at again at an instant of event time. A restart neither loses nor hastens it.
CREATE TABLE alert_timer (
  park    integer     NOT NULL,
  kind    text        NOT NULL,
  subject text        NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (park, kind, subject, at)
);

-- A silence, or a maintenance window: nobody is told of what it matches until it ends.
CREATE TABLE silence (
  key        bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  park       integer     NOT NULL,
  kind       text        NOT NULL CHECK (kind IN ('silence', 'maintenance')),
  matcher    text        NOT NULL,
  created_by text        NOT NULL,
  reason     text        NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz NOT NULL,
  CHECK (valid_to >= valid_from)
);
CREATE INDEX silence_park ON silence (park, valid_to);

-- How a park is told: waits, repeats, ladder, quiet hours, and who is on duty; JSON, absent parts are the defaults.
CREATE TABLE alert_setting (
  park   integer PRIMARY KEY,
  policy text NOT NULL DEFAULT '{}',
  shifts text NOT NULL DEFAULT '[]'
);

CREATE TABLE channel (
  key          bigint           PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  kind         text             NOT NULL,
  name         text             NOT NULL,
  url          text             NOT NULL,
  -- Sealed by the application where it has a key; never given out.
  secret       text,
  -- Null: told of every park, and of the system itself.
  park         text,
  min_severity text             NOT NULL,
  -- 0: told first; 1 to 3: a rung of the escalation ladder.
  step         smallint         NOT NULL,
  audience     text             NOT NULL,
  created_at   timestamptz      NOT NULL,
  created_by   text             NOT NULL,
  removed_at   timestamptz,
  -- The rate budget: messages that may go at once, as counted at an instant.
  tokens       double precision NOT NULL,
  tokens_at    timestamptz      NOT NULL DEFAULT now(),
  -- Tries that failed in a row, since when, and when it is tried again.
  failures     integer          NOT NULL DEFAULT 0,
  failing_since timestamptz,
  resume_at    timestamptz
) WITH (fillfactor = 50);

-- A message for one channel, written by the decision that owes it. `sequence` is the order in which a channel gets them.
CREATE TABLE outbox (
  id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  sequence    bigint      NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
  park        integer     NOT NULL,
  channel     bigint      NOT NULL REFERENCES channel (key),
  "group"     text        NOT NULL,
  message     text        NOT NULL,
  -- Names what may be queued only once (digests).
  once        text        UNIQUE,
  created_at  timestamptz NOT NULL DEFAULT now(),
  state       text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'merged')),
  attempts    integer     NOT NULL DEFAULT 0,
  -- A try whose outcome nobody knows: it goes out again as it is, under the same id.
  uncertain   boolean     NOT NULL DEFAULT false,
  lease       uuid,
  lease_until timestamptz,
  settled_at  timestamptz
);
CREATE INDEX outbox_waiting ON outbox (channel, sequence) WHERE state = 'waiting';
CREATE INDEX outbox_failed ON outbox (created_at) WHERE state = 'failed';

-- Which transition of which alert a message tells: a channel is told of each once per rung, whatever the code does.
CREATE TABLE outbox_item (
  alert      text     NOT NULL,
  transition integer  NOT NULL,
  channel    bigint   NOT NULL,
  step       smallint NOT NULL,
  message    uuid     NOT NULL,
  PRIMARY KEY (alert, transition, channel, step)
);

-- The delivery log: every try, with the vendor's own word.
CREATE TABLE delivery (
  key          bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  message      uuid        NOT NULL,
  channel      bigint      NOT NULL,
  attempt      integer     NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  outcome      text        NOT NULL,
  status       integer,
  code         text,
  excerpt      text        NOT NULL,
  milliseconds integer     NOT NULL
);
CREATE INDEX delivery_message ON delivery (message, attempt);

-- Hosts that an administrator lets notifications reach, besides those of the environment.
CREATE TABLE outbound_allow (
  entry    text        PRIMARY KEY,
  added_by text        NOT NULL,
  added_at timestamptz NOT NULL
);
