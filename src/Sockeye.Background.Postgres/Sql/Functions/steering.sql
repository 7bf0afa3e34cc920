CREATE OR REPLACE FUNCTION {schema}.cancel(ids bigint[]) RETURNS int LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  at timestamptz;
  listeners bigint[];
  keys text[];
  batches uuid[];
  states smallint[];
  changed int;
BEGIN
  PERFORM {schema}.lock_jobs(ids);
  at := {schema}.clock();
  WITH cancelled AS (
    UPDATE {schema}.jobs j SET state = CASE j.state WHEN 0 THEN 4 ELSE 1 END, finished = CASE j.state WHEN 0 THEN at END, cancel_requested = j.state = 1
    WHERE j.id = ANY (ids) AND j.state < 2 AND NOT j.cancel_requested RETURNING j.listener, j.key, j.batch, j.state)
  SELECT count(*), array_agg(c.listener) FILTER (WHERE c.state = 4 AND c.key IS NOT NULL), array_agg(c.key) FILTER (WHERE c.state = 4 AND c.key IS NOT NULL),
    array_agg(c.batch) FILTER (WHERE c.state = 4 AND c.batch IS NOT NULL), array_agg(c.state) FILTER (WHERE c.state = 4 AND c.batch IS NOT NULL)
  INTO changed, listeners, keys, batches, states FROM cancelled c;
  PERFORM {schema}.after_ends(listeners, keys, batches, states, at);
  RETURN changed;
END $$;

CREATE OR REPLACE FUNCTION {schema}.replay(ids bigint[]) RETURNS int LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  at timestamptz;
  listeners bigint[];
  keys text[];
  batches uuid[];
  states smallint[];
  changed int;
BEGIN
  PERFORM {schema}.lock_jobs(ids);
  at := {schema}.clock();
  SELECT array_agg(j.batch), array_agg(j.state) INTO batches, states FROM {schema}.jobs j WHERE j.id = ANY (ids) AND j.state IN (3, 4) AND j.batch IS NOT NULL;
  WITH replayed AS (
    UPDATE {schema}.jobs j SET state = 0, hold = 0, due = at, wake = at, attempt = 0, postponed = 0, finished = NULL
    WHERE j.id = ANY (ids) AND j.state IN (3, 4) RETURNING j.listener, j.key)
  SELECT count(*), array_agg(r.listener) FILTER (WHERE r.key IS NOT NULL), array_agg(r.key) FILTER (WHERE r.key IS NOT NULL)
  INTO changed, listeners, keys FROM replayed r;
  IF listeners IS NOT NULL THEN
    PERFORM {schema}.arrange_keys(listeners, keys, at);
  END IF;
  IF batches IS NOT NULL THEN
    PERFORM {schema}.count_in_batches(batches, states, -1);
  END IF;
  RETURN changed;
END $$;

CREATE OR REPLACE FUNCTION {schema}.add_batch(its_id uuid, its_completion_event text, added {schema}.new_event[]) RETURNS SETOF {schema}.add_result LANGUAGE plpgsql AS $$
DECLARE
  unknown int[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared({class}, 1000);
  SELECT array_agg(n.ord) INTO unknown FROM unnest(added) n
  WHERE n.if_unknown = 0 AND NOT EXISTS (SELECT 1 FROM {schema}.listeners l WHERE l.event = n.name AND l.known);
  IF unknown IS NOT NULL THEN
    RETURN QUERY SELECT n.ord, (CASE WHEN n.ord = ANY (unknown) THEN 4 ELSE 3 END)::smallint, n.id, 0 FROM unnest(added) n ORDER BY n.ord;
    RETURN;
  END IF;
  INSERT INTO {schema}.batches (id, completion_event) VALUES (its_id, its_completion_event);
  RETURN QUERY SELECT * FROM {schema}.add_events(added, its_id);
  PERFORM {schema}.finish_batches(ARRAY[its_id], {schema}.clock());
END $$;

CREATE OR REPLACE FUNCTION {schema}.claim_slot(
  its_name text, its_version bigint, its_slot timestamptz, its_next timestamptz, unless_unfinished boolean, added {schema}.new_event[],
  OUT outcome smallint, OUT new_version bigint, OUT add_outcome smallint, OUT event_id uuid, OUT jobs int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  UPDATE {schema}.schedules s SET last_slot = its_slot, next = its_next, version = nextval('{schema}.schedule_versions')
  WHERE s.name = its_name AND s.version = its_version AND NOT s.paused AND (s.last_slot IS NULL OR s.last_slot < its_slot) RETURNING s.version INTO new_version;
  IF NOT FOUND THEN
    outcome := 2;
    new_version := coalesce((SELECT s.version FROM {schema}.schedules s WHERE s.name = its_name), 0);
  ELSIF cardinality(added) = 0 OR (unless_unfinished AND EXISTS (SELECT 1 FROM {schema}.jobs j WHERE j.schedule = its_name AND j.state < 2)) THEN
    outcome := 1;
  ELSE
    outcome := 0;
    SELECT a.outcome, a.event_id, a.jobs INTO add_outcome, event_id, jobs FROM {schema}.add_events(added, NULL) a;
  END IF;
END $$;

-- Tells since when the oldest job of a lane has been due that waits: the index goes by priority first, and its first entry of each priority is the oldest of that.
CREATE OR REPLACE FUNCTION {schema}.oldest_due(of_lane bigint) RETURNS timestamptz LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  oldest timestamptz;
  r record;
  below bigint := 2147483648;
BEGIN
  oldest := least(
    (SELECT min(due) FROM {schema}.jobs WHERE lane = of_lane AND state = 0 AND hold = 1),
    (SELECT min(due) FROM {schema}.jobs WHERE lane = of_lane AND state = 0 AND hold = 2));
  LOOP
    SELECT j.priority, j.due INTO r FROM {schema}.jobs j
    WHERE j.lane = of_lane AND j.state = 0 AND j.hold = 0 AND j.priority < below ORDER BY j.priority DESC, j.due LIMIT 1;
    EXIT WHEN NOT FOUND;
    below := r.priority;
    oldest := least(oldest, r.due);
  END LOOP;
  RETURN oldest;
END $$;

CREATE OR REPLACE FUNCTION {schema}.sweep(keep_completed interval, keep_cancelled interval, keep_dead interval, keep_unclaimed interval, most int)
  RETURNS int LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  at timestamptz;
  room int := most;
  k record;
  events_left bigint[];
  batches_left uuid[];
  n int;
BEGIN
  IF NOT pg_try_advisory_xact_lock({class}, 1001) THEN
    RETURN 0; -- somebody else sweeps: two would each leave the other's events
  END IF;
  at := {schema}.clock();
  FOR k IN SELECT * FROM (VALUES (2, keep_completed), (4, keep_cancelled), (3, keep_dead)) AS v (state, keep) LOOP
    WITH gone AS (
      DELETE FROM {schema}.jobs WHERE id IN (
        SELECT j.id FROM {schema}.jobs j WHERE j.state > 1 AND j.state = k.state AND j.finished <= at - k.keep ORDER BY j.finished LIMIT room FOR UPDATE SKIP LOCKED)
      RETURNING event, batch)
    SELECT count(*), array_agg(event), array_agg(batch) FILTER (WHERE batch IS NOT NULL) INTO n, events_left, batches_left FROM gone;
    room := room - n;
    PERFORM {schema}.remove_events(ARRAY(SELECT u.seq FROM unnest(events_left) AS u (seq) WHERE NOT EXISTS (SELECT 1 FROM {schema}.jobs j WHERE j.event = u.seq)));
    DELETE FROM {schema}.batches b WHERE b.id = ANY (batches_left) AND b.finished IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {schema}.jobs j WHERE j.batch = b.id);
  END LOOP;

  SELECT array_agg(e.seq) INTO events_left FROM (
    SELECT seq FROM {schema}.events WHERE kept AND created <= at - keep_unclaimed ORDER BY seq LIMIT room FOR UPDATE SKIP LOCKED) e;
  room := room - coalesce(cardinality(events_left), 0);
  PERFORM {schema}.remove_events(events_left);
  DELETE FROM {schema}.unique_keys WHERE until <= at;
  DELETE FROM {schema}.rates WHERE (listener, key) IN (SELECT listener, key FROM {schema}.rates WHERE ends <= at FOR UPDATE SKIP LOCKED);
  DELETE FROM {schema}.batches WHERE total = 0 AND finished <= at - keep_completed;
  RETURN most - room;
END $$;

CREATE OR REPLACE FUNCTION {schema}.remove_events(seqs bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  DELETE FROM {schema}.unique_keys u USING {schema}.events e
  WHERE e.seq = ANY (seqs) AND e.unique_key IS NOT NULL AND u.name = e.name AND u.key = e.unique_key AND u.event = e.id AND u.until IS NULL;
  DELETE FROM {schema}.events WHERE seq = ANY (seqs);
END $$;
