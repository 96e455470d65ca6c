CREATE DOMAIN telltale.action_outcome AS text
  CONSTRAINT action_outcome_check CHECK ((VALUE = ANY (ARRAY['running'::text, 'success'::text, 'timeout'::text, 'error'::text, 'blocked'::text, 'cancelled'::text, 'interrupted'::text])));

CREATE DOMAIN telltale.control AS text
  CONSTRAINT control_check CHECK ((VALUE = ANY (ARRAY['pause'::text, 'cancel'::text])));

CREATE DOMAIN telltale.count AS integer
  CONSTRAINT count_check CHECK ((VALUE >= 0));

CREATE DOMAIN telltale.digest AS bytea
  CONSTRAINT digest_check CHECK ((octet_length(VALUE) = 32));

CREATE DOMAIN telltale.idempotency_key AS text
  CONSTRAINT idempotency_key_check CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 200)));

CREATE DOMAIN telltale.item_outcome AS text
  CONSTRAINT item_outcome_check CHECK ((VALUE = ANY (ARRAY['succeeded'::text, 'failed'::text, 'skipped'::text])));

CREATE DOMAIN telltale.location AS text
  CONSTRAINT location_check CHECK ((octet_length(VALUE) <= 2000));

CREATE DOMAIN telltale.name AS text
  CONSTRAINT name_check CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 64)));

CREATE DOMAIN telltale.ordinal AS integer
  CONSTRAINT ordinal_check CHECK ((VALUE >= 1));

CREATE DOMAIN telltale.role AS text
  CONSTRAINT role_check CHECK ((VALUE = ANY (ARRAY['viewer'::text, 'operator'::text])));

CREATE DOMAIN telltale.run_id AS text
  CONSTRAINT run_id_check CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 300)));

CREATE DOMAIN telltale.short_list AS jsonb
  CONSTRAINT short_list_check CHECK ((jsonb_array_length(VALUE) <= 5));

CREATE DOMAIN telltale.step_outcome AS text
  CONSTRAINT step_outcome_check CHECK ((VALUE = ANY (ARRAY['succeeded'::text, 'failed'::text, 'skipped'::text, 'stopped'::text])));

CREATE DOMAIN telltale.subject AS text
  CONSTRAINT subject_check CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 200)));

CREATE TABLE telltale.access_session (
  digest telltale.digest NOT NULL,
  token_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT access_session_pkey PRIMARY KEY (digest),
  CONSTRAINT access_session_token_id_fkey FOREIGN KEY (token_id) REFERENCES telltale.access_token(id) ON DELETE CASCADE
);
CREATE INDEX access_session_by_end ON telltale.access_session USING btree (expires_at);
CREATE INDEX access_session_by_token ON telltale.access_session USING btree (token_id);

CREATE TABLE telltale.access_token (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name telltale.name NOT NULL,
  role telltale.role NOT NULL,
  digest telltale.digest NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT access_token_pkey PRIMARY KEY (id),
  CONSTRAINT access_token_digest_key UNIQUE (digest)
) WITH (fillfactor=70);
CREATE UNIQUE INDEX access_token_name ON telltale.access_token USING btree (name) WHERE (revoked_at IS NULL);

CREATE TABLE telltale.action (
  run bigint NOT NULL,
  seq telltale.ordinal NOT NULL,
  action_id text NOT NULL,
  parent_id text,
  step text,
  item text,
  tool text NOT NULL,
  input jsonb,
  output jsonb,
  error jsonb,
  kept jsonb,
  outcome telltale.action_outcome NOT NULL,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  timeout_ms double precision,
  input_tokens integer,
  output_tokens integer,
  cost_usd double precision,
  CONSTRAINT action_pkey PRIMARY KEY (run, action_id),
  CONSTRAINT action_ends_after_its_start CHECK ((finished_at >= started_at)),
  CONSTRAINT action_runs_until_it_ends CHECK ((((outcome)::text = 'running'::text) = (finished_at IS NULL)))
);
CREATE INDEX action_by_start ON telltale.action USING btree (started_at);
CREATE INDEX action_by_tool ON telltale.action USING btree (tool, started_at);
CREATE INDEX action_by_trouble ON telltale.action USING btree (outcome, started_at) WHERE (((outcome)::text <> 'running'::text) AND ((outcome)::text <> 'success'::text));
CREATE INDEX action_running ON telltale.action USING btree (run) WHERE ((outcome)::text = 'running'::text);

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
  stored_at timestamp with time zone NOT NULL,
  CONSTRAINT artifact_pkey PRIMARY KEY (run, artifact_id),
  CONSTRAINT artifact_bytes_are_not_negative CHECK ((bytes >= 0)),
  CONSTRAINT artifact_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX artifact_by_location ON telltale.artifact USING hash (location);

CREATE TABLE telltale.artifact_garbage (
  location telltale.location NOT NULL,
  since timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT artifact_garbage_pkey PRIMARY KEY (location)
);

CREATE TABLE telltale.event (
  run bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  seq telltale.ordinal NOT NULL,
  type text NOT NULL,
  step text,
  item text,
  action_id text,
  flush bigint,
  data jsonb NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (run, seq)
);

CREATE TABLE telltale.item (
  run bigint NOT NULL,
  attempts smallint NOT NULL DEFAULT 1,
  step text NOT NULL,
  key text NOT NULL,
  outcome telltale.item_outcome NOT NULL,
  result jsonb,
  CONSTRAINT item_pkey PRIMARY KEY (run, step, key)
);

CREATE TABLE telltale.last_number (
  pipeline telltale.name NOT NULL,
  subject telltale.subject NOT NULL,
  number telltale.ordinal NOT NULL,
  CONSTRAINT last_number_pkey PRIMARY KEY (pipeline, subject)
);

CREATE TABLE telltale.migration (
  version integer NOT NULL,
  name text NOT NULL,
  breaking boolean NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT migration_pkey PRIMARY KEY (version)
);

CREATE TABLE telltale.progress (
  run bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  run_id telltale.run_id NOT NULL,
  pipeline telltale.name NOT NULL,
  subject telltale.subject NOT NULL,
  number telltale.ordinal NOT NULL,
  version telltale.name NOT NULL,
  title text,
  steps text[] NOT NULL,
  retry_of text,
  idempotency_key telltale.idempotency_key,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  last_seq telltale.count NOT NULL DEFAULT 0,
  first_seq telltale.ordinal NOT NULL DEFAULT 1,
  worker_id text,
  step text,
  step_number telltale.ordinal,
  step_attempt telltale.ordinal,
  step_started_at timestamp with time zone,
  retry_at timestamp with time zone,
  total telltale.count,
  estimated boolean NOT NULL DEFAULT false,
  done telltale.count NOT NULL DEFAULT 0,
  failed telltale.count NOT NULL DEFAULT 0,
  skipped telltale.count NOT NULL DEFAULT 0,
  unit text,
  size double precision,
  size_unit text,
  stuck_after_ms double precision,
  current telltale.short_list NOT NULL DEFAULT '[]'::jsonb,
  up_next telltale.short_list NOT NULL DEFAULT '[]'::jsonb,
  advanced_at timestamp with time zone NOT NULL DEFAULT now(),
  control telltale.control,
  control_at timestamp with time zone,
  control_by text,
  control_reason text,
  looping jsonb,
  failure text,
  question jsonb,
  answers jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT progress_pkey PRIMARY KEY (run),
  CONSTRAINT progress_is_whole CHECK ((((first_seq)::integer <= ((last_seq)::integer + 1)) AND ((control IS NULL) = (control_at IS NULL)) AND ((step IS NULL) = (step_started_at IS NULL)))),
  CONSTRAINT progress_pipeline_subject_number_key UNIQUE (pipeline, subject, number),
  CONSTRAINT progress_run_id_key UNIQUE (run_id)
) WITH (fillfactor=70);
CREATE INDEX progress_by_creation ON telltale.progress USING btree (created_at);
CREATE UNIQUE INDEX progress_by_idempotency_key ON telltale.progress USING btree (idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX progress_by_pipeline ON telltale.progress USING btree (pipeline, run);
CREATE INDEX progress_by_subject ON telltale.progress USING btree (subject, run);
CREATE INDEX progress_by_words ON telltale.progress USING gin (telltale.words((pipeline)::text, (subject)::text, title));
CREATE INDEX progress_paused ON telltale.progress USING btree (run) WHERE ((control)::text = 'pause'::text);
CREATE INDEX progress_waiting ON telltale.progress USING btree (run) WHERE (question IS NOT NULL);

CREATE TABLE telltale.step_run (
  run bigint NOT NULL,
  step text NOT NULL,
  attempt telltale.ordinal NOT NULL,
  number telltale.ordinal NOT NULL,
  pipeline telltale.name NOT NULL,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  duration_ms double precision,
  outcome telltale.step_outcome,
  total telltale.count,
  kept telltale.count NOT NULL DEFAULT 0,
  done telltale.count NOT NULL DEFAULT 0,
  failed telltale.count NOT NULL DEFAULT 0,
  skipped telltale.count NOT NULL DEFAULT 0,
  size double precision,
  size_unit text,
  CONSTRAINT step_run_pkey PRIMARY KEY (run, step, attempt),
  CONSTRAINT step_run_ends_after_its_start CHECK ((finished_at >= started_at)),
  CONSTRAINT step_run_ends_with_an_outcome CHECK ((((finished_at IS NULL) = (outcome IS NULL)) AND ((finished_at IS NULL) = (duration_ms IS NULL))))
);
CREATE INDEX step_run_history ON telltale.step_run USING btree (pipeline, step, finished_at DESC) WHERE ((outcome)::text = 'succeeded'::text);

CREATE TABLE telltale.worker (
  worker_id text NOT NULL,
  host text NOT NULL,
  pid integer NOT NULL,
  version text NOT NULL,
  queues text[] NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  heartbeat_at timestamp with time zone NOT NULL DEFAULT now(),
  stopped_at timestamp with time zone,
  CONSTRAINT worker_pkey PRIMARY KEY (worker_id)
) WITH (fillfactor=70);

CREATE OR REPLACE FUNCTION telltale.cancel_run(p_run_id text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE dbos.workflow_status w
     SET status = 'CANCELLED', owner_xid = NULL, queue_name = NULL, deduplication_id = NULL, started_at_epoch_ms = NULL,
         updated_at = extract(epoch FROM clock_timestamp()) * 1000, completed_at = extract(epoch FROM clock_timestamp()) * 1000
   WHERE w.workflow_uuid = p_run_id AND w.status NOT IN ('SUCCESS', 'ERROR');
  RETURN FOUND;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.carry_over(p_from text, p_to text, p_step text, p_items boolean)
 RETURNS TABLE(outcome text, steps integer, items integer)
 LANGUAGE plpgsql
AS $function$
DECLARE
  v_from telltale.progress;
  v_to bigint;
  v_end integer;
  v_names text[];
BEGIN
  steps := 0;
  items := 0;
  PERFORM FROM dbos.workflow_status w WHERE w.workflow_uuid = p_from FOR NO KEY UPDATE;
  SELECT * INTO v_from FROM telltale.progress p WHERE p.run_id = p_from;
  SELECT p.run INTO v_to FROM telltale.progress p JOIN dbos.workflow_status w ON w.workflow_uuid = p.run_id WHERE p.run_id = p_to;
  outcome := CASE WHEN v_from.run IS NULL THEN 'no source' WHEN v_to IS NULL THEN 'no target'
                  WHEN v_from.first_seq > 1 THEN 'pruned' ELSE 'carried' END;
  IF outcome <> 'carried' THEN
    RETURN NEXT;
    RETURN;
  END IF;

  UPDATE dbos.workflow_status w SET forked_from = p_from WHERE w.workflow_uuid = p_to;
  UPDATE dbos.workflow_status w SET was_forked_from = true WHERE w.workflow_uuid = p_from;

  SELECT min(op.function_id) INTO v_end FROM dbos.operation_outputs op
   WHERE op.workflow_uuid = p_from AND op.function_name = p_step;
  WITH copied AS (
    INSERT INTO dbos.operation_outputs (
      workflow_uuid, function_id, function_name, output, error, serialization, child_workflow_id, started_at_epoch_ms,
      completed_at_epoch_ms, application_name, retention_timestamp
    )
    SELECT p_to, op.function_id, op.function_name, op.output, op.error, op.serialization, op.child_workflow_id,
           op.started_at_epoch_ms, op.completed_at_epoch_ms, w.application_name,
           extract(epoch FROM now()) * 1000
      FROM dbos.operation_outputs op JOIN dbos.workflow_status w ON w.workflow_uuid = p_to
     WHERE op.workflow_uuid = p_from AND (v_end IS NULL OR op.function_id < v_end)
    RETURNING function_name
  )
  SELECT count(*), coalesce(array_agg(c.function_name), '{}') INTO steps, v_names FROM copied c;

  IF p_items THEN
    INSERT INTO telltale.item (run, step, key, outcome, result, attempts)
    SELECT v_to, i.step, i.key, i.outcome, i.result, i.attempts FROM telltale.item i
     WHERE i.run = v_from.run AND i.step = p_step AND i.outcome <> 'failed';
    GET DIAGNOSTICS items = ROW_COUNT;
    UPDATE telltale.progress p SET answers = v_from.answers WHERE p.run = v_to;
  END IF;

  INSERT INTO telltale.artifact (run, artifact_id, step, item, kind, name, location, content_type, bytes, sha256, stored_at)
  SELECT v_to, a.artifact_id, a.step, a.item, a.kind, a.name, a.location, a.content_type, a.bytes, a.sha256, a.stored_at
    FROM telltale.artifact a
   WHERE a.run = v_from.run AND (
     a.step = ANY (v_names)
     OR EXISTS (SELECT FROM telltale.item i WHERE i.run = v_to AND i.step = a.step AND i.key = a.item)
   );
  RETURN NEXT;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.claim_garbage(p_location text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true), set_config('idle_in_transaction_session_timeout', '0', true);
  PERFORM FROM telltale.artifact_garbage g WHERE g.location = p_location FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  -- A statement of its own, which sees what was committed before the lock was there. What comes later waits for it.
  DELETE FROM telltale.artifact_garbage g
    WHERE g.location = p_location AND EXISTS (SELECT FROM telltale.artifact a WHERE a.location = p_location);
  RETURN NOT FOUND;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.count_runs(p_pipeline text)
 RETURNS TABLE(pipeline text, status text, runs bigint)
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 WITH other AS (
          SELECT p.pipeline,
             telltale.run_status(w.status, (p.control)::text) AS status,
             count(*) AS runs
            FROM (dbos.workflow_status w
              CROSS JOIN LATERAL ( SELECT p_1.pipeline,
                     p_1.control
                    FROM telltale.progress p_1
                   WHERE (((p_1.run_id)::text = w.workflow_uuid) AND ((count_runs.p_pipeline IS NULL) OR ((p_1.pipeline)::text = count_runs.p_pipeline)))
                  LIMIT 1) p)
           WHERE ((w.status = 'PENDING'::text) OR (w.status = 'ENQUEUED'::text) OR (w.status = 'DELAYED'::text) OR (w.status = 'CANCELLED'::text) OR (w.status = 'ERROR'::text) OR (w.status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'::text))
           GROUP BY p.pipeline, (telltale.run_status(w.status, (p.control)::text))
         )
  SELECT o.pipeline,
     o.status,
     o.runs
    FROM other o
 UNION ALL
  SELECT p.pipeline,
     'succeeded'::text,
     (p.runs - ( SELECT (COALESCE(sum(o.runs), (0)::numeric))::bigint AS "coalesce"
            FROM other o
           WHERE ((o.pipeline)::text = (p.pipeline)::text)))
    FROM ( SELECT p_1.pipeline,
             count(*) AS runs
            FROM telltale.progress p_1
           WHERE ((count_runs.p_pipeline IS NULL) OR ((p_1.pipeline)::text = count_runs.p_pipeline))
           GROUP BY p_1.pipeline) p;
END;

CREATE OR REPLACE FUNCTION telltale.enqueue_run(p_run_id text, p_queue text, p_reset_tries boolean, p_refund_try boolean, p_version text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE dbos.workflow_status w
     SET status = 'ENQUEUED', owner_xid = NULL, queue_name = p_queue, started_at_epoch_ms = NULL, completed_at = NULL,
         recovery_attempts = CASE WHEN p_reset_tries THEN 0
                                  WHEN p_refund_try THEN greatest(w.recovery_attempts - 1, 0)
                                  ELSE w.recovery_attempts END,
         workflow_deadline_epoch_ms = CASE WHEN NOT p_reset_tries THEN w.workflow_deadline_epoch_ms END,
         deduplication_id = CASE WHEN NOT p_reset_tries THEN w.deduplication_id END,
         application_version = coalesce(p_version, w.application_version),
         updated_at = extract(epoch FROM clock_timestamp()) * 1000
   WHERE w.workflow_uuid = p_run_id AND w.status NOT IN ('SUCCESS', 'ERROR');
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM pg_notify('telltale_queue', p_queue);
  RETURN true;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.forget_run(p_run_id text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO telltale.last_number AS l (pipeline, subject, number)
  SELECT p.pipeline, p.subject, p.number FROM telltale.progress p
   WHERE p.run_id = p_run_id AND NOT EXISTS (
     SELECT FROM telltale.progress q WHERE q.pipeline = p.pipeline AND q.subject = p.subject AND q.number > p.number
   )
  ON CONFLICT (pipeline, subject) DO UPDATE SET number = greatest(l.number, excluded.number);
  DELETE FROM telltale.progress WHERE run_id = p_run_id;
  DELETE FROM dbos.workflow_input WHERE workflow_uuid = p_run_id;
  DELETE FROM dbos.workflow_output WHERE workflow_uuid = p_run_id;
  DELETE FROM dbos.operation_outputs WHERE workflow_uuid = p_run_id;
  DELETE FROM dbos.workflow_status WHERE workflow_uuid = p_run_id;
  PERFORM pg_notify('telltale', p_run_id || ' 0');
END
$function$;

CREATE OR REPLACE FUNCTION telltale.has_advanced(p_run_id text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
DECLARE
  v_run bigint;
  e record;
BEGIN
  SELECT p.run INTO v_run FROM telltale.progress p WHERE p.run_id = p_run_id;
  FOR e IN
    SELECT t.seq, t.type, t.step FROM telltale.event t
     WHERE t.run = v_run AND t.type IN (
       'item.succeeded', 'item.failed', 'item.skipped', 'step.succeeded', 'step.skipped',
       'run.started', 'run.recovered', 'run.stuck', 'run.paused'
     ) ORDER BY t.seq DESC
  LOOP
    IF e.type LIKE 'item.%' THEN
      RETURN true;
    ELSIF e.type LIKE 'step.%' THEN
      IF EXISTS (SELECT FROM dbos.operation_outputs op WHERE op.workflow_uuid = p_run_id AND op.function_name = e.step) THEN
        RETURN true;
      END IF;
    ELSE
      RETURN EXISTS (SELECT FROM telltale.action a WHERE a.run = v_run AND a.seq > e.seq AND a.kept IS NOT NULL);
    END IF;
  END LOOP;
  RETURN false;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.is_alive(worker telltale.worker, p_orphaned_after_ms double precision)
 RETURNS boolean
 LANGUAGE sql
RETURN COALESCE((((worker).stopped_at IS NULL) AND ((worker).heartbeat_at > (clock_timestamp() - make_interval(secs => (p_orphaned_after_ms / (1000)::double precision))))), false);

CREATE OR REPLACE FUNCTION telltale.lock_run(p_run_id text, p_orphaned_after_ms double precision)
 RETURNS jsonb
 LANGUAGE plpgsql
AS $function$
DECLARE
  v_run jsonb;
BEGIN
  PERFORM FROM dbos.workflow_status w WHERE w.workflow_uuid = p_run_id FOR NO KEY UPDATE;
  PERFORM FROM telltale.progress p WHERE p.run_id = p_run_id FOR NO KEY UPDATE;
  SELECT jsonb_build_object(
           'runId', r.run_id, 'pipeline', r.pipeline, 'subject', r.subject, 'number', r.number, 'version', r.version,
           'steps', r.steps, 'title', r.title, 'state', r.status,
           'control', CASE WHEN r.control IS NOT NULL THEN
             jsonb_build_object('control', r.control, 'by', r.control_by, 'reason', r.control_reason) END,
           'owner', r.owner, 'workerId', CASE WHEN r.dbos_status = 'PENDING' THEN r.executor_id END,
           'workerIsAlive', r.dbos_status = 'PENDING' AND telltale.is_alive(k, p_orphaned_after_ms),
           'tries', r.tries, 'queue', r.queue, 'priority', r.priority,
           'step', CASE WHEN r.step IS NOT NULL THEN jsonb_build_object('name', r.step, 'attempt', r.step_attempt) END,
           'advancedAt', r.advanced_at, 'question', r.question
         ) INTO v_run
    FROM telltale.run r LEFT JOIN telltale.worker k ON k.worker_id = r.executor_id
   WHERE r.run_id = p_run_id;
  RETURN v_run;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.prune_run(p_run_id text, p_before timestamp with time zone, p_rows integer)
 RETURNS TABLE(events integer, items integer, actions integer, artifacts integer, steps integer, gone boolean)
 LANGUAGE plpgsql
AS $function$
DECLARE
  v_run bigint;
  v_left integer := p_rows;
  v_locations text[];
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);

  PERFORM FROM dbos.workflow_status w
    WHERE w.workflow_uuid = p_run_id AND w.completed_at < extract(epoch FROM p_before) * 1000 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM FROM telltale.run r WHERE r.run_id = p_run_id AND r.status IN ('succeeded', 'failed', 'cancelled');
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE telltale.progress p SET first_seq = p.last_seq + 1 WHERE p.run_id = p_run_id RETURNING p.run INTO v_run;

  DELETE FROM telltale.event
    WHERE ctid = ANY (ARRAY(SELECT e.ctid FROM telltale.event e WHERE e.run = v_run LIMIT v_left));
  GET DIAGNOSTICS events = ROW_COUNT;
  v_left := v_left - events;

  DELETE FROM telltale.item
    WHERE ctid = ANY (ARRAY(SELECT i.ctid FROM telltale.item i WHERE i.run = v_run LIMIT v_left));
  GET DIAGNOSTICS items = ROW_COUNT;
  v_left := v_left - items;

  DELETE FROM telltale.action
    WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM telltale.action a WHERE a.run = v_run LIMIT v_left));
  GET DIAGNOSTICS actions = ROW_COUNT;
  v_left := v_left - actions;

  artifacts := 0;
  IF v_left > 0 AND EXISTS (SELECT FROM telltale.artifact a WHERE a.run = v_run) THEN
    -- One at a time: of two that remove the last two artifacts of a file, each would see the other's still there.
    PERFORM pg_advisory_xact_lock(hashtextextended('telltale.artifact_garbage', 0));
    WITH removed AS (
      DELETE FROM telltale.artifact
        WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM telltale.artifact a WHERE a.run = v_run LIMIT v_left))
      RETURNING location
    )
    SELECT count(*), array_agg(DISTINCT r.location) INTO artifacts, v_locations FROM removed r;
    -- DO UPDATE, not DO NOTHING: it waits for somebody who is about to remove that row.
    INSERT INTO telltale.artifact_garbage (location)
    SELECT l.location FROM unnest(v_locations) AS l (location)
     WHERE NOT EXISTS (SELECT FROM telltale.artifact a WHERE a.location = l.location)
     ORDER BY l.location
    ON CONFLICT (location) DO UPDATE SET since = excluded.since;
    v_left := v_left - artifacts;
  END IF;

  DELETE FROM telltale.step_run
    WHERE ctid = ANY (ARRAY(SELECT s.ctid FROM telltale.step_run s WHERE s.run = v_run LIMIT v_left));
  GET DIAGNOSTICS steps = ROW_COUNT;
  v_left := v_left - steps;

  gone := v_left > 0;
  IF gone THEN
    PERFORM telltale.forget_run(p_run_id);
  END IF;
  RETURN NEXT;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.record(p_run_ids text[], p_owners text[], p_counts integer[], p_advanced timestamp with time zone[], p_progress jsonb[], e_run integer[], e_place integer[], e_at timestamp with time zone[], e_type text[], e_step text[], e_item text[], e_action text[], e_data jsonb[], e_kept jsonb[], e_attempts integer[], p_rows integer, p_mark bigint, p_retry boolean, p_after integer[])
 RETURNS integer[]
 LANGUAGE plpgsql
AS $function$
DECLARE
  v_run bigint[] := '{}';   -- by place; 0 where the run may not be written
  v_base integer[] := '{}'; -- by place; the last seq before this flush
  v_seq integer[];          -- by place; the last seq after it
  v_this_run bigint;
  v_this_seq integer;
  v_items integer;
  v_told boolean;
  v_found boolean;         -- whether this flush was committed before
BEGIN
  IF p_retry THEN
    -- DBOS's rows before ours, as below, or this flush and somebody who changes a run would wait for each other.
    PERFORM FROM dbos.workflow_status w WHERE w.workflow_uuid = ANY (p_run_ids) ORDER BY w.workflow_uuid FOR SHARE;
    PERFORM FROM telltale.progress p WHERE p.run_id = ANY (p_run_ids) ORDER BY p.run_id FOR NO KEY UPDATE;
    -- One that had only progress to tell left no event to be found: whoever owns it now, owned it then.
    SELECT array_agg(CASE WHEN asked.events > 0 THEN e.seq + asked.events - 1
                          WHEN asked.owner IS NULL OR asked.owner = w.owner_xid THEN p.last_seq END ORDER BY asked.place),
           count(e.seq) > 0
      INTO v_seq, v_found
      FROM unnest(p_run_ids, p_owners, p_counts, p_after) WITH ORDINALITY AS asked (run_id, owner, events, after, place)
      LEFT JOIN telltale.progress p ON p.run_id = asked.run_id
      LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = asked.run_id
      LEFT JOIN telltale.event e ON e.run = p.run AND e.seq > asked.after AND e.flush = p_mark;
    IF v_found THEN
      RETURN v_seq;
    END IF;
  END IF;

  FOR place IN 1 .. cardinality(p_run_ids) LOOP
    v_run[place] := 0;
    v_seq[place] := NULL;
    IF p_owners[place] IS NOT NULL THEN
      PERFORM FROM dbos.workflow_status w
        WHERE w.workflow_uuid = p_run_ids[place] AND w.owner_xid = p_owners[place] FOR SHARE;
      CONTINUE WHEN NOT FOUND;
    END IF;
    IF p_progress[place] IS NULL THEN
      UPDATE telltale.progress p
         SET last_seq = p.last_seq + p_counts[place], advanced_at = greatest(p.advanced_at, p_advanced[place])
       WHERE p.run_id = p_run_ids[place] RETURNING p.run, p.last_seq INTO v_this_run, v_this_seq;
    ELSE
      UPDATE telltale.progress p
         SET last_seq = p.last_seq + p_counts[place], advanced_at = greatest(p.advanced_at, p_advanced[place]),
             total = (p_progress[place]->>'total')::integer,
             estimated = coalesce((p_progress[place]->>'estimated')::boolean, false), done = (p_progress[place]->>'done')::integer,
             failed = (p_progress[place]->>'failed')::integer, skipped = (p_progress[place]->>'skipped')::integer,
             unit = p_progress[place]->>'unit',
             current = p_progress[place]->'current', up_next = p_progress[place]->'upNext'
       WHERE p.run_id = p_run_ids[place] RETURNING p.run, p.last_seq INTO v_this_run, v_this_seq;
    END IF;
    CONTINUE WHEN NOT FOUND;
    v_run[place] := v_this_run;
    v_base[place] := v_this_seq - p_counts[place];
    v_seq[place] := v_this_seq;
    IF p_counts[place] > 0 THEN
      -- An assignment, because PL/pgSQL evaluates that without running a query.
      v_told := pg_notify('telltale', p_run_ids[place] || ' ' || v_this_seq) IS NOT NULL;
    END IF;
  END LOOP;

  INSERT INTO telltale.event (run, at, seq, type, step, item, action_id, flush, data)
  SELECT v_run[e.run], e.at, v_base[e.run] + e.place, e.type, e.step, e.item, e.action_id,
         CASE WHEN e.place = 1 THEN p_mark END, e.data
    FROM unnest(e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data)
      AS e (run, place, at, type, step, item, action_id, data)
   WHERE v_run[e.run] <> 0;

  IF p_rows & 1 <> 0 THEN
    -- Not ON CONFLICT: its speculative insertion costs each row a WAL record of 48 bytes. Nobody else writes items of
    -- these runs while their progress rows are locked. A key that stands in the flush twice fails it, and the recorder
    -- then sends it in parts.
    INSERT INTO telltale.item (run, step, key, outcome, result, attempts)
    SELECT v_run[e.run], e.step, e.item, substr(e.type, 6), e.kept, e.attempts
      FROM unnest(e_run, e_type, e_step, e_item, e_kept, e_attempts) AS e (run, type, step, item, kept, attempts)
     WHERE e.attempts IS NOT NULL AND v_run[e.run] <> 0 AND NOT EXISTS (
       SELECT FROM telltale.item i WHERE i.run = v_run[e.run] AND i.step = e.step AND i.key = e.item
     );
    GET DIAGNOSTICS v_items = ROW_COUNT;
    IF v_items < cardinality(array_remove(e_attempts, NULL)) THEN
      UPDATE telltale.item i SET outcome = substr(e.type, 6), result = e.kept, attempts = e.attempts
        FROM unnest(e_run, e_type, e_step, e_item, e_kept, e_attempts) AS e (run, type, step, item, kept, attempts)
       WHERE e.attempts IS NOT NULL AND i.run = v_run[e.run] AND i.step = e.step AND i.key = e.item;
    END IF;
  END IF;

  IF p_rows & 2 <> 0 THEN
    PERFORM telltale.record_actions(v_run, v_base, e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data, e_kept);
  END IF;
  IF p_rows & 4 <> 0 THEN
    PERFORM telltale.record_steps(v_run, e_run, e_at, e_type, e_step, e_data);
  END IF;
  IF p_rows & 8 <> 0 THEN
    PERFORM telltale.record_artifacts(v_run, e_run, e_at, e_type, e_step, e_item, e_data);
  END IF;
  IF p_rows & 16 <> 0 THEN
    PERFORM telltale.record_run_columns(v_run, e_run, e_at, e_type, e_step, e_item, e_data);
  END IF;
  RETURN v_seq;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.record_actions(v_run bigint[], v_base integer[], e_run integer[], e_place integer[], e_at timestamp with time zone[], e_type text[], e_step text[], e_item text[], e_action text[], e_data jsonb[], e_kept jsonb[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO telltale.action AS a (
    run, seq, action_id, parent_id, step, item, tool, input, outcome, started_at, timeout_ms
  )
  SELECT v_run[e.run], v_base[e.run] + e.place, e.action_id, e.data->>'parentId', e.step, e.item, e.data->>'tool',
         e.data->'input', 'running', e.at, (e.data->>'timeoutMs')::double precision
    FROM unnest(e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data)
      AS e (run, place, at, type, step, item, action_id, data)
   WHERE e.type = 'action.started' AND v_run[e.run] <> 0
  ON CONFLICT (run, action_id) DO NOTHING;

  INSERT INTO telltale.action AS a (
    run, seq, action_id, step, item, tool, output, error, kept, outcome, started_at, finished_at, input_tokens,
    output_tokens, cost_usd
  )
  SELECT v_run[e.run], v_base[e.run] + e.place, e.action_id, e.step, e.item, e.data->>'tool', e.data->'output',
         e.data->'error', e.kept, e.data->>'outcome',
         e.at - make_interval(secs => (e.data->>'durationMs')::double precision / 1000), e.at,
         (e.data->'tokens'->>'input')::integer, (e.data->'tokens'->>'output')::integer,
         (e.data->>'costUsd')::double precision
    FROM unnest(e_run, e_place, e_at, e_type, e_step, e_item, e_action, e_data, e_kept)
      AS e (run, place, at, type, step, item, action_id, data, kept)
   WHERE e.type = 'action.finished' AND v_run[e.run] <> 0
  ON CONFLICT (run, action_id) DO UPDATE
     SET output = excluded.output, error = excluded.error, kept = excluded.kept, outcome = excluded.outcome,
         finished_at = greatest(excluded.finished_at, a.started_at),
         input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, cost_usd = excluded.cost_usd
   WHERE a.outcome = 'running';
END
$function$;

CREATE OR REPLACE FUNCTION telltale.record_artifacts(v_run bigint[], e_run integer[], e_at timestamp with time zone[], e_type text[], e_step text[], e_item text[], e_data jsonb[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO telltale.artifact (run, artifact_id, step, item, kind, name, location, content_type, bytes, sha256, stored_at)
  SELECT v_run[e.run], e.data->>'artifactId', e.step, e.item, e.data->>'kind', e.data->>'name', e.data->>'location',
         e.data->>'contentType', (e.data->>'bytes')::bigint, e.data->>'sha256', e.at
    FROM unnest(e_run, e_at, e_type, e_step, e_item, e_data) AS e (run, at, type, step, item, data)
   WHERE e.type = 'artifact.stored' AND v_run[e.run] <> 0
  ON CONFLICT (run, artifact_id) DO NOTHING;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.record_run_columns(v_run bigint[], e_run integer[], e_at timestamp with time zone[], e_type text[], e_step text[], e_item text[], e_data jsonb[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  e record;
  v_run_id text;
BEGIN
  FOR e IN
    SELECT v_run[t.run] AS run, t.at, t.type, t.step, coalesce(t.item, '') AS item, t.data
      FROM unnest(e_run, e_at, e_type, e_step, e_item, e_data) WITH ORDINALITY AS t (run, at, type, step, item, data, place)
     WHERE v_run[t.run] <> 0 ORDER BY t.place
  LOOP
    CASE e.type
      WHEN 'step.started' THEN
        UPDATE telltale.progress p
           SET step = e.step, step_number = (e.data->>'number')::integer, step_attempt = (e.data->>'attempt')::integer,
               step_started_at = e.at, stuck_after_ms = (e.data->>'stuckAfterMs')::double precision,
               retry_at = NULL, size = NULL, size_unit = NULL, looping = NULL
         WHERE p.run = e.run;
      WHEN 'step.sized' THEN
        UPDATE telltale.progress p SET size = (e.data->>'size')::double precision, size_unit = e.data->>'unit'
         WHERE p.run = e.run AND p.step = e.step;
      WHEN 'step.retrying' THEN
        UPDATE telltale.progress p
           SET retry_at = e.at + make_interval(secs => (e.data->>'delayMs')::double precision / 1000)
         WHERE p.run = e.run;
      WHEN 'run.started' THEN
        UPDATE telltale.progress p SET worker_id = e.data->>'workerId' WHERE p.run = e.run;
      WHEN 'run.titled' THEN
        UPDATE telltale.progress p SET title = e.data->>'title' WHERE p.run = e.run;
      WHEN 'run.recovered' THEN
        UPDATE telltale.progress p SET worker_id = e.data->>'toWorker' WHERE p.run = e.run;
      WHEN 'run.pausing', 'run.cancelling' THEN
        UPDATE telltale.progress p
           SET control = CASE e.type WHEN 'run.pausing' THEN 'pause' ELSE 'cancel' END, control_at = e.at,
               control_by = e.data->>'by', control_reason = e.data->>'reason'
         WHERE p.run = e.run RETURNING p.run_id INTO v_run_id;
        PERFORM pg_notify('telltale_control', v_run_id);
      WHEN 'run.paused', 'run.cancelled' THEN
        -- Also a run that nobody had asked to: one that pauses itself to wait for a person, or is cancelled while paused.
        UPDATE telltale.progress p
           SET control = CASE e.type WHEN 'run.paused' THEN 'pause' ELSE 'cancel' END, control_at = e.at,
               control_by = coalesce(e.data->>'by', p.control_by), control_reason = coalesce(e.data->>'reason', p.control_reason),
               question = CASE WHEN e.type = 'run.paused' AND e.data ? 'question' THEN jsonb_build_object(
                 'step', e.step, 'key', e.data->'key', 'question', e.data->'question', 'at', e.at
               ) END
         WHERE p.run = e.run;
      WHEN 'run.resumed' THEN
        UPDATE telltale.progress p
           SET control = NULL, control_at = NULL, control_by = NULL, control_reason = NULL, question = NULL,
               answers = CASE WHEN p.question IS NOT NULL AND e.data ? 'answer' THEN p.answers || jsonb_build_object(
                 concat(p.question->>'step', '/', p.question->>'key'), e.data->'answer'
               ) ELSE p.answers END
         WHERE p.run = e.run RETURNING p.run_id INTO v_run_id;
        PERFORM pg_notify('telltale_control', v_run_id);
      WHEN 'run.failed' THEN
        UPDATE telltale.progress p SET failure = e.data->'error'->>'message' WHERE p.run = e.run;
      WHEN 'agent.looped' THEN
        -- A finding that is told again has lasted since it was told first.
        UPDATE telltale.progress p
           SET looping = coalesce(p.looping, '{}') || jsonb_build_object(
                 e.item, e.data || jsonb_build_object('at', coalesce(p.looping->e.item->'at', to_jsonb(e.at)))
               )
         WHERE p.run = e.run;
      WHEN 'agent.unlooped', 'agent.finished' THEN
        UPDATE telltale.progress p SET looping = nullif(p.looping - e.item, '{}')
         WHERE p.run = e.run AND p.looping IS NOT NULL;
      ELSE
        NULL;
    END CASE;
  END LOOP;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.record_steps(v_run bigint[], e_run integer[], e_at timestamp with time zone[], e_type text[], e_step text[], e_data jsonb[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  e record;
BEGIN
  FOR e IN
    SELECT v_run[t.run] AS run, t.at, t.type, t.step, t.data, t.data->'counts' AS counts
      FROM unnest(e_run, e_at, e_type, e_step, e_data) WITH ORDINALITY AS t (run, at, type, step, data, place)
     WHERE t.type LIKE 'step.%' AND v_run[t.run] <> 0 ORDER BY t.place
  LOOP
    IF e.type IN ('step.retrying', 'step.started') THEN
      -- What is to be tried again has failed. What is open when another attempt starts was stopped by the end of its
      -- worker, who could not say so any more.
      UPDATE telltale.step_run s
         SET outcome = CASE e.type WHEN 'step.retrying' THEN 'failed' ELSE 'stopped' END,
             finished_at = greatest(e.at, s.started_at),
             duration_ms = extract(epoch FROM greatest(e.at, s.started_at) - s.started_at) * 1000
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL
         AND (e.type = 'step.retrying' OR s.attempt <> (e.data->>'attempt')::integer);
    END IF;
    IF e.type = 'step.started' THEN
      INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at)
      SELECT e.run, e.step, (e.data->>'attempt')::integer, (e.data->>'number')::integer, p.pipeline, e.at
        FROM telltale.progress p WHERE p.run = e.run
      ON CONFLICT (run, step, attempt) DO NOTHING;
    ELSIF e.type = 'step.skipped' THEN
      INSERT INTO telltale.step_run (run, step, attempt, number, pipeline, started_at, finished_at, duration_ms, outcome)
      SELECT e.run, e.step, 1, coalesce(array_position(p.steps, e.step), 1), p.pipeline, e.at, e.at, 0, 'skipped'
        FROM telltale.progress p WHERE p.run = e.run
      ON CONFLICT (run, step, attempt) DO NOTHING;
    ELSIF e.type = 'step.planned' THEN
      UPDATE telltale.step_run s SET kept = s.kept + (e.data->>'kept')::integer
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL AND (e.data->>'kept')::integer > 0;
    ELSIF e.type = 'step.sized' THEN
      UPDATE telltale.step_run s SET size = (e.data->>'size')::double precision, size_unit = e.data->>'unit'
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL;
    ELSIF e.type IN ('step.succeeded', 'step.failed', 'step.stopped') THEN
      UPDATE telltale.step_run s
         SET outcome = substr(e.type, 6), finished_at = greatest(e.at, s.started_at),
             duration_ms = (e.data->>'durationMs')::double precision, total = (e.counts->>'total')::integer,
             done = coalesce((e.counts->>'done')::integer, 0), failed = coalesce((e.counts->>'failed')::integer, 0),
             skipped = coalesce((e.counts->>'skipped')::integer, 0)
       WHERE s.run = e.run AND s.step = e.step AND s.outcome IS NULL;
    END IF;
  END LOOP;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.recorded_steps(p_run_id text)
 RETURNS TABLE(name text, failed boolean)
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  RETURN QUERY
    SELECT op.function_name, op.error IS NOT NULL FROM dbos.operation_outputs op
     WHERE op.workflow_uuid = p_run_id ORDER BY op.function_id;
END
$function$;

CREATE OR REPLACE FUNCTION telltale.run_status(dbos_status text, control text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (dbos_status = 'SUCCESS'::text) THEN 'succeeded'::text WHEN (dbos_status = ANY (ARRAY['ERROR'::text, 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'::text])) THEN 'failed'::text WHEN ((dbos_status = 'CANCELLED'::text) AND (control = 'pause'::text)) THEN 'paused'::text WHEN (dbos_status = 'CANCELLED'::text) THEN 'cancelled'::text WHEN ((dbos_status = 'PENDING'::text) AND (control = 'pause'::text)) THEN 'pausing'::text WHEN ((dbos_status = 'PENDING'::text) AND (control = 'cancel'::text)) THEN 'cancelling'::text WHEN (dbos_status = 'PENDING'::text) THEN 'running'::text ELSE 'queued'::text END;

CREATE OR REPLACE FUNCTION telltale.token_state(token telltale.access_token)
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN CASE WHEN ((token).revoked_at IS NOT NULL) THEN 'revoked'::text WHEN ((token).expires_at <= now()) THEN 'expired'::text ELSE 'live'::text END;

CREATE OR REPLACE FUNCTION telltale.words(pipeline text, subject text, title text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig, regexp_replace(((((pipeline || ' '::text) || subject) || ' '::text) || COALESCE(title, ''::text)), '[^0-9A-Za-z\u0080-\U0010ffff]+'::text, ' '::text, 'g'::text));

CREATE VIEW telltale.run AS
 SELECT p.run,
    p.run_id,
    p.pipeline,
    p.subject,
    p.number,
    p.version,
    p.title,
    p.steps,
    p.retry_of,
    telltale.words((p.pipeline)::text, (p.subject)::text, p.title) AS words,
    telltale.run_status(w.status, (p.control)::text) AS status,
        CASE
            WHEN (w.completed_at IS NOT NULL) THEN to_timestamp((((w.completed_at)::numeric / 1000.0))::double precision)
            WHEN ((w.status = 'PENDING'::text) AND (p.control_at IS NOT NULL)) THEN p.control_at
            WHEN (w.status = 'PENDING'::text) THEN to_timestamp((((COALESCE(w.started_at_epoch_ms, w.updated_at))::numeric / 1000.0))::double precision)
            ELSE to_timestamp((((w.updated_at)::numeric / 1000.0))::double precision)
        END AS status_since,
    w.status AS dbos_status,
    w.completed_at AS dbos_completed_at,
    w.queue_name AS queue,
    w.priority,
    (w.recovery_attempts)::integer AS tries,
    p.created_at,
    to_timestamp((((w.started_at_epoch_ms)::numeric / 1000.0))::double precision) AS started_at,
        CASE
            WHEN (w.status = ANY (ARRAY['SUCCESS'::text, 'ERROR'::text, 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'::text, 'CANCELLED'::text])) THEN to_timestamp((((COALESCE(w.completed_at, w.updated_at))::numeric / 1000.0))::double precision)
            ELSE NULL::timestamp with time zone
        END AS ended_at,
    p.first_seq,
    p.last_seq,
    k.held_by AS worker_id,
    k.heartbeat_at AS alive_at,
    p.advanced_at,
    p.step,
    p.step_number,
    p.step_attempt,
    p.step_started_at,
    p.stuck_after_ms,
    p.retry_at,
    p.total,
    p.estimated,
    p.done,
    p.failed,
    p.skipped,
    p.unit,
    p.size,
    p.size_unit,
    p.current,
    p.up_next,
    p.control,
    p.control_at,
    p.control_by,
    p.control_reason,
    p.looping,
    p.failure,
    p.question,
    p.answers,
    w.owner_xid AS owner,
    w.executor_id
   FROM ((telltale.progress p
     JOIN dbos.workflow_status w ON ((w.workflow_uuid = (p.run_id)::text)))
     CROSS JOIN LATERAL ( SELECT held.by AS held_by,
            k_1.heartbeat_at
           FROM (( VALUES (
                        CASE
                            WHEN (w.status = 'PENDING'::text) THEN COALESCE(w.executor_id, p.worker_id)
                            ELSE p.worker_id
                        END)) held(by)
             LEFT JOIN telltale.worker k_1 ON ((k_1.worker_id = held.by)))) k);
