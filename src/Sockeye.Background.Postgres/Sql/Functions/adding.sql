CREATE OR REPLACE FUNCTION {schema}.new_events(
  ids uuid[], names text[], payloads bytea[], trace_parents text[], trace_states text[], priorities int[], delays interval[], not_befores timestamptz[],
  unique_keys text[], unique_fors interval[], keys text[], schedules text[], slots timestamptz[], if_unknowns smallint[])
  RETURNS {schema}.new_event[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(ROW(u.ord, u.id, u.name, u.payload, u.tp, u.ts, u.priority, u.delay, u.not_before, u.uk, u.uf, u.key, u.schedule, u.slot, u.iu)
    ::{schema}.new_event ORDER BY u.ord), '{}')
  FROM unnest(ids, names, payloads, trace_parents, trace_states, priorities, delays, not_befores, unique_keys, unique_fors, keys, schedules, slots, if_unknowns)
    WITH ORDINALITY AS u (id, name, payload, tp, ts, priority, delay, not_before, uk, uf, key, schedule, slot, iu, ord) $$;

-- Makes the jobs of events that are in the table.
CREATE OR REPLACE FUNCTION {schema}.add_jobs(seqs bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  locked_listeners bigint[];
  locked_keys text[];
  at timestamptz;
BEGIN
  SELECT array_agg(l.id), array_agg(e.key) INTO locked_listeners, locked_keys
  FROM {schema}.events e JOIN {schema}.listeners l ON l.event = e.name AND l.known WHERE e.seq = ANY (seqs) AND e.key IS NOT NULL;
  IF locked_listeners IS NOT NULL THEN
    PERFORM {schema}.lock_keys(locked_listeners, locked_keys); -- before ids are given: within a key they are the order of adding
  END IF;

  at := {schema}.clock();
  INSERT INTO {schema}.jobs (event, listener, lane, hold, priority, due, wake, key, created, schedule, batch)
  SELECT e.seq, l.id, l.lane, CASE WHEN e.key IS NOT NULL THEN 1 WHEN e.due > at THEN 2 ELSE 0 END, e.priority, e.due, e.due, e.key, e.created, e.schedule, e.batch
  FROM {schema}.events e JOIN {schema}.listeners l ON l.event = e.name AND l.known WHERE e.seq = ANY (seqs) ORDER BY e.seq, l.id;
  IF locked_listeners IS NOT NULL THEN
    PERFORM {schema}.advance_keys(locked_listeners, locked_keys, at);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION {schema}.add_events(added {schema}.new_event[], in_batch uuid) RETURNS SETOF {schema}.add_result LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  at timestamptz;
  seqs bigint[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared({class}, 1000); -- nobody becomes known meanwhile
  at := {schema}.clock();

  -- Most have no key of either kind: one statement then adds them, and answers.
  IF in_batch IS NULL AND NOT EXISTS (SELECT 1 FROM unnest(added) n WHERE n.unique_key IS NOT NULL OR n.key IS NOT NULL) THEN
    RETURN QUERY
    WITH fresh AS (
      INSERT INTO {schema}.events AS e (id, name, payload, trace_parent, trace_state, priority, due, schedule, slot, created, kept)
      SELECT n.id, n.name, n.payload, n.trace_parent, n.trace_state, n.priority, greatest(at + n.delay, n.not_before), n.schedule, n.slot, at, k.jobs = 0
      FROM unnest(added) n CROSS JOIN LATERAL (SELECT count(*) AS jobs FROM {schema}.listeners l WHERE l.event = n.name AND l.known) k
      WHERE k.jobs > 0 OR n.if_unknown = 1 ORDER BY n.ord
      ON CONFLICT (id) DO NOTHING RETURNING e.seq, e.id, e.name, e.priority, e.due, e.schedule, e.kept),
    made AS (
      INSERT INTO {schema}.jobs (event, listener, lane, hold, priority, due, wake, created, schedule)
      SELECT f.seq, l.id, l.lane, CASE WHEN f.due > at THEN 2 ELSE 0 END, f.priority, f.due, f.due, at, f.schedule
      FROM fresh f JOIN {schema}.listeners l ON l.event = f.name AND l.known WHERE NOT f.kept ORDER BY f.seq, l.id)
    SELECT n.ord,
      (CASE WHEN n.jobs = 0 AND n.if_unknown = 2 THEN 3 WHEN n.jobs = 0 AND n.if_unknown = 0 THEN 4 WHEN NOT n.is_fresh THEN 1 WHEN n.jobs = 0 THEN 2 ELSE 0 END)::smallint,
      n.id,
      CASE WHEN n.is_fresh THEN n.jobs ELSE 0 END
    FROM (
      SELECT m.ord, m.id, m.if_unknown, k.jobs,
        m.id IN (SELECT f.id FROM fresh f) AND row_number() OVER (PARTITION BY m.id ORDER BY m.ord) = 1 AS is_fresh
      FROM unnest(added) m CROSS JOIN LATERAL (SELECT count(*)::int AS jobs FROM {schema}.listeners l WHERE l.event = m.name AND l.known) k) n
    ORDER BY n.ord;
    RETURN;
  END IF;

  -- Who is free to hold a unique key takes it, in one order for all; the index decides races.
  INSERT INTO {schema}.unique_keys AS u (name, key, event, until)
  SELECT c.name, c.unique_key, c.id, at + c.unique_for FROM (
    SELECT DISTINCT ON (n.name, n.unique_key) n.name, n.unique_key, n.id, n.unique_for FROM unnest(added) n
    WHERE n.unique_key IS NOT NULL
      AND (n.if_unknown = 1 OR EXISTS (SELECT 1 FROM {schema}.listeners l WHERE l.event = n.name AND l.known))
    ORDER BY n.name, n.unique_key, n.ord) c
  ORDER BY c.name, c.unique_key
  ON CONFLICT (name, key) DO UPDATE SET event = excluded.event, until = excluded.until WHERE u.until <= at;

  -- An id that is there already was added by somebody who did not hear of it.
  WITH fresh AS (
    INSERT INTO {schema}.events AS e
      (id, name, payload, trace_parent, trace_state, priority, due, unique_key, key, schedule, slot, batch, created, kept)
    SELECT n.id, n.name, n.payload, n.trace_parent, n.trace_state, n.priority, greatest(at + n.delay, n.not_before), n.unique_key, n.key, n.schedule, n.slot,
      CASE WHEN k.known THEN in_batch END, at, NOT k.known
    FROM unnest(added) n
    LEFT JOIN {schema}.unique_keys u ON u.name = n.name AND u.key = n.unique_key AND (u.until IS NULL OR u.until > at)
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM {schema}.listeners l WHERE l.event = n.name AND l.known) AS known) k
    WHERE (u.event IS NULL OR u.event = n.id) AND (k.known OR n.if_unknown = 1) ORDER BY n.ord
    ON CONFLICT (id) DO NOTHING RETURNING e.seq, e.kept)
  SELECT array_agg(seq) FILTER (WHERE NOT kept) INTO seqs FROM fresh;
  IF seqs IS NOT NULL THEN
    PERFORM {schema}.add_jobs(seqs);
  END IF;

  IF in_batch IS NOT NULL THEN
    UPDATE {schema}.batches SET total = total + (SELECT count(*) FROM {schema}.jobs WHERE event = ANY (seqs)) WHERE id = in_batch;
  END IF;

  -- What this transaction has added it finds again by id; of two with one id the first was it.
  RETURN QUERY
  SELECT n.ord,
    (CASE WHEN u.event <> n.id THEN 1
      WHEN k.jobs = 0 AND n.if_unknown = 2 THEN 3 WHEN k.jobs = 0 AND n.if_unknown = 0 THEN 4
      WHEN e.id IS NULL OR n.turn > 1 THEN 1 WHEN k.jobs = 0 THEN 2 ELSE 0 END)::smallint,
    coalesce(u.event, n.id),
    CASE WHEN u.event <> n.id OR e.id IS NULL OR n.turn > 1 THEN 0 ELSE k.jobs END
  FROM (
    SELECT m.ord, m.id, m.name, m.unique_key, m.if_unknown, row_number() OVER (PARTITION BY m.id ORDER BY m.ord) AS turn FROM unnest(added) m) n
  LEFT JOIN {schema}.unique_keys u ON u.name = n.name AND u.key = n.unique_key AND (u.until IS NULL OR u.until > at)
  LEFT JOIN {schema}.events e ON e.id = n.id AND e.xmin = pg_current_xact_id()::xid
  CROSS JOIN LATERAL (SELECT count(*)::int AS jobs FROM {schema}.listeners l WHERE l.event = n.name AND l.known) k
  ORDER BY n.ord;
END $$;

CREATE OR REPLACE FUNCTION {schema}.register(
  its_events text[], names text[], queues text[], concurrencies int[], permitted int[], windows interval[], are_per_key boolean[])
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  r record;
  before {schema}.listeners;
  its_id bigint;
  its_lane bigint;
  claimed bigint[];
BEGIN
  PERFORM pg_advisory_xact_lock({class}, 1000);
  FOR r IN SELECT * FROM unnest(its_events, names, queues, concurrencies, permitted, windows, are_per_key) AS u (event, name, queue, concurrency, permits, rate_window, per_key) LOOP
    SELECT * INTO before FROM {schema}.listeners l WHERE l.event = r.event AND l.name = r.name;
    INSERT INTO {schema}.listeners AS l (event, name, known, lane, key_concurrency, permits, rate_window, per_key)
    VALUES (r.event, r.name, true, 0, r.concurrency, r.permits, r.rate_window, r.per_key)
    ON CONFLICT (event, name) DO UPDATE SET known = true, permits = excluded.permits, rate_window = excluded.rate_window, per_key = excluded.per_key
    RETURNING l.id INTO its_id;
    INSERT INTO {schema}.lanes (listener, queue) VALUES (its_id, r.queue) ON CONFLICT DO NOTHING;
    SELECT id INTO its_lane FROM {schema}.lanes WHERE listener = its_id AND queue = r.queue;
    UPDATE {schema}.listeners SET lane = its_lane WHERE id = its_id AND lane <> its_lane;

    IF before.id IS NOT NULL AND (before.key_concurrency, before.permits, before.rate_window, before.per_key)
      IS DISTINCT FROM (r.concurrency, r.permits, r.rate_window, r.per_key) THEN
      PERFORM pg_advisory_xact_lock({class}, i) FROM generate_series(0, 511) i; -- all keys there are
      UPDATE {schema}.listeners SET key_concurrency = r.concurrency WHERE id = its_id;
      UPDATE {schema}.jobs SET wake = due WHERE listener = its_id AND state = 0 AND wake > due;
      PERFORM {schema}.arrange_keys(array_agg(k.listener), array_agg(k.key), {schema}.clock())
      FROM (SELECT DISTINCT listener, key FROM {schema}.jobs WHERE listener = its_id AND key IS NOT NULL AND state < 2) k;
    END IF;
  END LOOP;

  WITH taken AS (UPDATE {schema}.events SET kept = false WHERE kept AND name = ANY (its_events) RETURNING seq) SELECT array_agg(seq) INTO claimed FROM taken;
  IF claimed IS NOT NULL THEN
    PERFORM {schema}.add_jobs(claimed);
  END IF;
END $$;

-- Adds one event that has no key of either kind and is of no schedule, as most are added: nothing is done here that its commit could wait for in vain. Answers how
-- many jobs it has; below 0 minus the number of the outcome. An id that is there already is a unique violation: to look for it first would cost all the others.
CREATE OR REPLACE FUNCTION {schema}.add_lone(
  its_id uuid, its_name text, its_payload bytea, its_trace_parent text, its_trace_state text, its_priority int, its_delay interval, its_not_before timestamptz,
  if_unknown smallint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz;
  its_due timestamptz;
  its_seq bigint;
  its_hold smallint;
  its_listener bigint;
  its_lane bigint;
  jobs int;
BEGIN
  IF pg_advisory_xact_lock_shared({class}, 1000) IS NULL THEN -- nobody becomes known meanwhile; as an expression it needs no plan
  END IF;
  at := {schema}.clock();
  its_due := greatest(at + its_delay, its_not_before);
  SELECT min(l.id), min(l.lane), count(*) INTO its_listener, its_lane, jobs FROM {schema}.listeners l WHERE l.event = its_name AND l.known;
  IF jobs = 0 AND if_unknown <> 1 THEN
    RETURN CASE if_unknown WHEN 2 THEN -3 ELSE -4 END;
  END IF;

  INSERT INTO {schema}.events (id, name, payload, trace_parent, trace_state, priority, due, created, kept)
  VALUES (its_id, its_name, its_payload, its_trace_parent, its_trace_state, its_priority, its_due, at, jobs = 0) RETURNING seq INTO its_seq;
  its_hold := CASE WHEN its_due > at THEN 2 ELSE 0 END;
  IF jobs = 0 THEN
    RETURN -2;
  ELSIF jobs = 1 THEN
    INSERT INTO {schema}.jobs (event, listener, lane, hold, priority, due, wake, created)
    VALUES (its_seq, its_listener, its_lane, its_hold, its_priority, its_due, its_due, at);
  ELSE
    INSERT INTO {schema}.jobs (event, listener, lane, hold, priority, due, wake, created)
    SELECT its_seq, l.id, l.lane, its_hold, its_priority, its_due, its_due, at FROM {schema}.listeners l WHERE l.event = its_name AND l.known ORDER BY l.id;
  END IF;
  RETURN jobs;
END $$;

-- Adds events of which some ids are known again for a while, whether the events are still there or not (where the interval is null: as long as they are).
CREATE OR REPLACE FUNCTION {schema}.add_held_events(added {schema}.new_event[], helds interval[]) RETURNS SETOF {schema}.add_result LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  at timestamptz;
  fresh uuid[];
  passed int[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared({class}, 1000); -- nobody becomes known meanwhile
  at := {schema}.clock();
  WITH taken AS (
    INSERT INTO {schema}.unique_keys AS u (name, key, event, until)
    SELECT c.name, 'id:' || c.id, c.id, at + c.held FROM (
      SELECT DISTINCT ON (n.name, n.id) n.name, n.id, h.held FROM unnest(added) n JOIN unnest(helds) WITH ORDINALITY AS h (held, ord) ON h.ord = n.ord
      WHERE h.held IS NOT NULL AND (n.if_unknown <> 0 OR EXISTS (SELECT 1 FROM {schema}.listeners l WHERE l.event = n.name AND l.known))
      ORDER BY n.name, n.id, n.ord) c
    ORDER BY c.name, c.id
    ON CONFLICT (name, key) DO UPDATE SET event = excluded.event, until = excluded.until WHERE u.until <= at
    RETURNING u.event)
  SELECT coalesce(array_agg(event), '{}') INTO fresh FROM taken;

  SELECT coalesce(array_agg(n.ord), '{}') INTO passed
  FROM unnest(added) n JOIN unnest(helds) WITH ORDINALITY AS h (held, ord) ON h.ord = n.ord
  WHERE h.held IS NULL OR n.id = ANY (fresh)
    OR (n.if_unknown = 0 AND NOT EXISTS (SELECT 1 FROM {schema}.listeners l WHERE l.event = n.name AND l.known));
  RETURN QUERY
  SELECT r.ord, r.outcome, r.event_id, r.jobs FROM {schema}.add_events(ARRAY(SELECT n FROM unnest(added) n WHERE n.ord = ANY (passed) ORDER BY n.ord), NULL) r
  UNION ALL
  SELECT n.ord, 1::smallint, n.id, 0 FROM unnest(added) n WHERE n.ord <> ALL (passed)
  ORDER BY 1;
END $$;
