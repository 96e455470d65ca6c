-- Rules of single columns are domains, not table CHECKs: Postgres prepares every CHECK of a table anew for every
-- statement that touches it, which cost an awaited item 40 µs; a domain is only looked at for the columns that are set.
CREATE DOMAIN telltale.name AS text CHECK (length(VALUE) BETWEEN 1 AND 64);
CREATE DOMAIN telltale.subject AS text CHECK (length(VALUE) BETWEEN 1 AND 200);
CREATE DOMAIN telltale.run_id AS text CHECK (length(VALUE) BETWEEN 1 AND 300);
CREATE DOMAIN telltale.idempotency_key AS text CHECK (length(VALUE) BETWEEN 1 AND 200);
-- Short enough for any index to hold.
CREATE DOMAIN telltale.location AS text CHECK (octet_length(VALUE) <= 2000);
CREATE DOMAIN telltale.count AS integer CHECK (VALUE >= 0);
CREATE DOMAIN telltale.ordinal AS integer CHECK (VALUE >= 1);
CREATE DOMAIN telltale.short_list AS jsonb CHECK (jsonb_array_length(VALUE) <= 5);
CREATE DOMAIN telltale.control AS text CHECK (VALUE IN ('pause', 'cancel'));
CREATE DOMAIN telltale.item_outcome AS text CHECK (VALUE IN ('succeeded', 'failed', 'skipped'));
CREATE DOMAIN telltale.step_outcome AS text CHECK (VALUE IN ('succeeded', 'failed', 'skipped', 'stopped'));
CREATE DOMAIN telltale.action_outcome AS text CHECK (
  VALUE IN ('running', 'success', 'timeout', 'error', 'blocked', 'cancelled', 'interrupted')
);

-- One row per run. DBOS owns what happened to it; this row says how far it is right now.
-- The columns that a flush updates are in no index, so that every update stays on its page (HOT); but for the title, which
-- a run learns once if at all.
CREATE TABLE telltale.progress (
  run bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id telltale.run_id NOT NULL UNIQUE,
  pipeline telltale.name NOT NULL,
  subject telltale.subject NOT NULL,
  number telltale.ordinal NOT NULL,
  version telltale.name NOT NULL,
  title text,
  steps text[] NOT NULL,
  retry_of text,
  idempotency_key telltale.idempotency_key,
  created_at timestamptz NOT NULL DEFAULT now(),

  last_seq telltale.count NOT NULL DEFAULT 0,
  first_seq telltale.ordinal NOT NULL DEFAULT 1,
  worker_id text,
  step text,
  step_number telltale.ordinal,
  step_attempt telltale.ordinal,
  step_started_at timestamptz,
  retry_at timestamptz,
  total telltale.count,
  estimated boolean NOT NULL DEFAULT false,
  done telltale.count NOT NULL DEFAULT 0,
  failed telltale.count NOT NULL DEFAULT 0,
  skipped telltale.count NOT NULL DEFAULT 0,
  unit text,
  size double precision,
  size_unit text,
  stuck_after_ms double precision,
  current telltale.short_list NOT NULL DEFAULT '[]',
  up_next telltale.short_list NOT NULL DEFAULT '[]',
  advanced_at timestamptz NOT NULL DEFAULT now(),
  control telltale.control,
  control_at timestamptz,
  control_by text,
  control_reason text,
  -- What the loop detector found, by the item at which the agent works; '' is the key of one that works at none.
  looping jsonb,
  failure text,
  -- What a paused run wants to be told before it goes on, and what it was told so far, by "<step>/<key>".
  question jsonb,
  answers jsonb NOT NULL DEFAULT '{}',

  UNIQUE (pipeline, subject, number),
  CONSTRAINT progress_is_whole CHECK (
    first_seq <= last_seq + 1 AND (control IS NULL) = (control_at IS NULL) AND (step IS NULL) = (step_started_at IS NULL)
  )
) WITH (fillfactor = 70);

CREATE INDEX progress_by_pipeline ON telltale.progress (pipeline, run);
CREATE INDEX progress_by_subject ON telltale.progress (subject, run);
CREATE UNIQUE INDEX progress_by_idempotency_key ON telltale.progress (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX progress_waiting ON telltale.progress (run) WHERE question IS NOT NULL;
-- A function and an index on it, not a generated column: Postgres reads a generated column's expression anew for every
-- UPDATE of its table.
-- Not [:alnum:], which in a database of the C locale knows no letter beyond ASCII.
CREATE FUNCTION telltale.words(pipeline text, subject text, title text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple', regexp_replace(pipeline || ' ' || subject || ' ' || coalesce(title, ''), '[^0-9A-Za-z\u0080-\U0010ffff]+', ' ', 'g'));

CREATE INDEX progress_by_words ON telltale.progress USING gin (telltale.words(pipeline, subject, title));

-- The trace. No other index and no foreign key: each would cost every event (see bench/README.md).
CREATE TABLE telltale.event (
  run bigint NOT NULL,
  at timestamptz NOT NULL,
  seq telltale.ordinal NOT NULL,
  type text NOT NULL,
  step text,
  item text,
  action_id text,
  -- On the first event that a flush wrote for a run: lets a flush that is sent again see that it had been committed.
  flush bigint,
  data jsonb NOT NULL,
  PRIMARY KEY (run, seq)
);

CREATE TABLE telltale.step_run (
  run bigint NOT NULL,
  step text NOT NULL,
  attempt telltale.ordinal NOT NULL,
  number telltale.ordinal NOT NULL,
  pipeline telltale.name NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  duration_ms double precision,
  outcome telltale.step_outcome,
  total telltale.count,
  -- Of its items, those that an earlier attempt or run had done: it did not do all of the work.
  kept telltale.count NOT NULL DEFAULT 0,
  done telltale.count NOT NULL DEFAULT 0,
  failed telltale.count NOT NULL DEFAULT 0,
  skipped telltale.count NOT NULL DEFAULT 0,
  size double precision,
  size_unit text,
  PRIMARY KEY (run, step, attempt),
  CONSTRAINT step_run_ends_with_an_outcome CHECK (
    (finished_at IS NULL) = (outcome IS NULL) AND (finished_at IS NULL) = (duration_ms IS NULL)
  ),
  CONSTRAINT step_run_ends_after_its_start CHECK (finished_at >= started_at)
);

-- What estimates read: the newest ends of one step.
CREATE INDEX step_run_history ON telltale.step_run (pipeline, step, finished_at DESC) WHERE outcome = 'succeeded';

-- The item checkpoint: a step that runs again skips what is here.
CREATE TABLE telltale.item (
  run bigint NOT NULL,
  attempts smallint NOT NULL DEFAULT 1,
  step text NOT NULL,
  key text NOT NULL,
  outcome telltale.item_outcome NOT NULL,
  result jsonb,
  PRIMARY KEY (run, step, key)
);

CREATE TABLE telltale.action (
  run bigint NOT NULL,
  -- Of the event that made the row, its start: the order of a run's actions, of which many begin in one millisecond.
  seq telltale.ordinal NOT NULL,
  action_id text NOT NULL,
  parent_id text,
  step text,
  item text,
  tool text NOT NULL,
  input jsonb,
  output jsonb,
  error jsonb,
  -- What a later attempt of its step gets of the result. Shown to nobody.
  kept jsonb,
  outcome telltale.action_outcome NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  timeout_ms double precision,
  input_tokens integer,
  output_tokens integer,
  cost_usd double precision,
  PRIMARY KEY (run, action_id),
  CONSTRAINT action_runs_until_it_ends CHECK ((outcome = 'running') = (finished_at IS NULL)),
  CONSTRAINT action_ends_after_its_start CHECK (finished_at >= started_at)
);

CREATE INDEX action_running ON telltale.action (run) WHERE outcome = 'running';
CREATE INDEX action_by_tool ON telltale.action (tool, started_at);

CREATE TABLE telltale.artifact (
  run bigint NOT NULL,
  artifact_id text NOT NULL,
  step text,
  item text,
  kind text NOT NULL,
  name text NOT NULL,
  location telltale.location NOT NULL,
  content_type text,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (run, artifact_id),
  CONSTRAINT artifact_bytes_are_not_negative CHECK (bytes >= 0),
  CONSTRAINT artifact_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

-- One row per process that executes runs. Its heartbeat is the clock by which its runs are alive.
CREATE TABLE telltale.worker (
  worker_id text PRIMARY KEY,
  host text NOT NULL,
  pid integer NOT NULL,
  version text NOT NULL,
  queues text[] NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now(),
  stopped_at timestamptz
) WITH (fillfactor = 70);
