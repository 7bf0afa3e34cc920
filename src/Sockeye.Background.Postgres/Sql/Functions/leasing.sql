-- Lets jobs wait again whose leases have lapsed; one that was to be cancelled is. What somebody else has in hand is left to the next time; answers whether there was
-- such, and which were taken back.
CREATE OR REPLACE FUNCTION {schema}.take_back(at timestamptz, OUT is_busy boolean, OUT taken bigint[]) LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  j {schema}.jobs;
  listeners bigint[];
  keys text[];
  batches uuid[];
BEGIN
  is_busy := false;
  FOR j IN SELECT * FROM {schema}.jobs WHERE state = 1 AND lease_end <= at ORDER BY lease_end, id LIMIT 1000 FOR UPDATE SKIP LOCKED LOOP
    IF j.key IS NOT NULL AND NOT pg_try_advisory_xact_lock({class}, {schema}.key_lock(j.listener, j.key)) THEN
      is_busy := true;
      CONTINUE;
    END IF;
    taken := array_append(taken, j.id);
    IF j.cancel_requested THEN
      UPDATE {schema}.jobs SET state = 4, finished = at, cancel_requested = false, lease_end = NULL WHERE id = j.id;
      IF j.key IS NOT NULL THEN
        listeners := array_append(listeners, j.listener);
        keys := array_append(keys, j.key);
      END IF;
      IF j.batch IS NOT NULL THEN
        batches := array_append(batches, j.batch);
      END IF;
    ELSE
      UPDATE {schema}.jobs SET state = 0, lease_end = NULL, wake = due, hold = CASE WHEN {schema}.is_behind(j.listener, j.key, j.id) THEN 1 ELSE 0 END WHERE id = j.id;
    END IF;
  END LOOP;
  PERFORM {schema}.after_ends(listeners, keys, batches, array_fill(4::smallint, ARRAY[coalesce(cardinality(batches), 0)]), at);
END $$;

-- Counts a start within a rate's window; answers, where it may not take place, when the window closes. Whoever calls it holds the lock of the listener or key.
CREATE OR REPLACE FUNCTION {schema}.use_rate(of_listener bigint, of_key text, permits int, rate_window interval, at timestamptz) RETURNS timestamptz LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  r {schema}.rates;
BEGIN
  SELECT * INTO r FROM {schema}.rates WHERE listener = of_listener AND key = of_key;
  IF r.ends > at AND r.ends - at <= rate_window THEN -- a longer one was begun before the clock was put back
    IF r.started >= permits THEN
      RETURN r.ends;
    END IF;
    UPDATE {schema}.rates SET started = started + 1 WHERE listener = of_listener AND key = of_key;
  ELSE
    INSERT INTO {schema}.rates (listener, key, ends, started) VALUES (of_listener, of_key, at + rate_window, 1)
    ON CONFLICT (listener, key) DO UPDATE SET ends = excluded.ends, started = 1;
  END IF;
  RETURN NULL;
END $$;

-- Picks jobs, one by one in the one order in which they start, from lanes of which some have keys or rates to heed. Their rows are locked.
CREATE OR REPLACE FUNCTION {schema}.pick(
  lanes bigint[], listeners bigint[], frees int[], most int, at timestamptz, is_plain boolean, OUT picked bigint[], OUT later timestamptz)
  LANGUAGE plpgsql AS $$
DECLARE
  c record;
  l {schema}.listeners;
  seen bigint[] := '{}';
  looked int;
  free int;
  ends timestamptz;
  started jsonb := '{}'; -- listener and key: how many were picked
  left_of jsonb;         -- listener: how many it has room for
  running int;
  its_key text;
  has_keys boolean;
  passed_over int := 0;
BEGIN
  -- Where there is neither a key nor a rate to heed, one look is enough.
  IF is_plain THEN
    SELECT coalesce(array_agg(q.id ORDER BY q.priority DESC, q.due, q.id), '{}'), coalesce(bool_or(q.key IS NOT NULL), false) INTO picked, has_keys
    FROM (
      SELECT j.id, j.key, j.priority, j.due FROM unnest(lanes, frees) AS u (lane, free)
      CROSS JOIN LATERAL (
        SELECT r.id, r.key, r.priority, r.due FROM {schema}.jobs r WHERE r.lane = u.lane AND r.state = 0 AND r.hold = 0
        ORDER BY r.priority DESC, r.due, r.id LIMIT least(u.free, most) FOR UPDATE SKIP LOCKED) j
      ORDER BY j.priority DESC, j.due, j.id LIMIT most) q;
    IF NOT has_keys THEN
      RETURN;
    END IF;
  END IF;

  picked := '{}';
  SELECT jsonb_object_agg(u.listener::text, u.free) INTO left_of FROM unnest(listeners, frees) AS u (listener, free);
  <<looks>> LOOP
    looked := 0;
    FOR c IN
      SELECT j.id, j.listener, j.key FROM unnest(lanes, listeners) AS u (lane, listener)
      CROSS JOIN LATERAL (
        SELECT r.id, r.listener, r.key, r.priority, r.due FROM {schema}.jobs r
        WHERE r.lane = u.lane AND r.state = 0 AND r.hold = 0 AND r.id <> ALL (seen)
        ORDER BY r.priority DESC, r.due, r.id LIMIT least((left_of ->> u.listener::text)::int, most - cardinality(picked)) FOR UPDATE SKIP LOCKED) j
      ORDER BY j.priority DESC, j.due, j.id
    LOOP
      looked := looked + 1;
      free := (left_of ->> c.listener::text)::int;
      EXIT looks WHEN cardinality(picked) >= most;
      -- So many are passed over in one step at most: each look begins in front, and finds what it has moved away still there until the step ends.
      IF passed_over >= 250 THEN
        later := least(later, at);
        EXIT looks;
      END IF;
      seen := array_append(seen, c.id);
      CONTINUE WHEN free = 0;
      SELECT * INTO l FROM {schema}.listeners WHERE id = c.listener;
      IF c.key IS NOT NULL THEN
        IF NOT pg_try_advisory_xact_lock({class}, {schema}.key_lock(c.listener, c.key)) THEN
          later := least(later, at + interval '10 milliseconds'); -- somebody has the key in hand
          passed_over := passed_over + 1;
          CONTINUE;
        END IF;
        -- It may have changed until the key's lock was ours; and one may be replayed while those after it run.
        its_key := c.listener || ':' || c.key;
        SELECT count(*) INTO running FROM {schema}.jobs WHERE listener = c.listener AND key = c.key AND key IS NOT NULL AND state = 1;
        CONTINUE WHEN running + coalesce((started ->> its_key)::int, 0) >= l.key_concurrency
          OR NOT EXISTS (SELECT 1 FROM {schema}.jobs WHERE id = c.id AND state = 0 AND hold = 0);
      END IF;
      IF l.permits IS NOT NULL AND (NOT l.per_key OR c.key IS NOT NULL) THEN
        ends := {schema}.use_rate(l.id, CASE WHEN l.per_key THEN c.key ELSE '' END, l.permits, l.rate_window, at);
        IF ends IS NOT NULL THEN
          later := least(later, ends);
          IF l.per_key THEN
            UPDATE {schema}.jobs SET hold = 2, wake = ends WHERE id = c.id;
            passed_over := passed_over + 1;
          ELSE
            left_of := jsonb_set(left_of, ARRAY[c.listener::text], '0'); -- whatever else waits, waits for the same window
          END IF;
          CONTINUE;
        END IF;
      END IF;
      picked := array_append(picked, c.id);
      left_of := jsonb_set(left_of, ARRAY[c.listener::text], to_jsonb(free - 1));
      IF c.key IS NOT NULL THEN
        started := jsonb_set(started, ARRAY[its_key], to_jsonb(coalesce((started ->> its_key)::int, 0) + 1));
      END IF;
    END LOOP;
    EXIT WHEN looked = 0 OR cardinality(picked) >= most;
  END LOOP;
END $$;

-- Notes the time by which a lease, or a rate's window, is reckoned. The latest is a sequence, in milliseconds, which costs next to nothing and waits for nobody; it
-- is behind by half a second at most. Only for steps that write anyhow: else whoever finds no work would wait for the disk.
CREATE OR REPLACE FUNCTION {schema}.show_time(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  shown bigint := extract(epoch FROM at) * 1000;
BEGIN
  IF shown > (SELECT last_value FROM {schema}.latest_time) + 500 THEN
    PERFORM setval('{schema}.latest_time', shown);
  END IF;
END $$;

-- Tells whether the clock has been put back since a lease or a rate's window was reckoned by it.
CREATE OR REPLACE FUNCTION {schema}.was_put_back(at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN extract(epoch FROM at) * 1000 < (SELECT last_value FROM {schema}.latest_time) - 500;
END $$;

-- Brings back into bounds what was reckoned by a clock that has been put back since: no lease and no window lasts longer than it was made for. A lease is never
-- shortened to less than it would last had it begun now, so who holds it still has it for as long as it knows.
CREATE OR REPLACE FUNCTION {schema}.heed_clock(of_listeners bigint[], duration interval, at timestamptz) RETURNS void LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  behind bigint[];
BEGIN
  -- Two clocks of one machine may be read in another order than they are written down: hence the second.
  IF EXISTS (SELECT 1 FROM {schema}.jobs WHERE state = 1 AND lease_end > at + duration + interval '1 second') THEN
    UPDATE {schema}.jobs j SET lease_end = at + j.lease_time FROM (
      SELECT id FROM {schema}.jobs WHERE state = 1 AND lease_end > at + duration + interval '1 second' AND lease_end > at + lease_time + interval '1 second'
      ORDER BY id FOR UPDATE SKIP LOCKED) l
    WHERE j.id = l.id;
  END IF;

  SELECT array_agg(DISTINCT l.id) INTO behind FROM {schema}.listeners l JOIN {schema}.rates r ON r.listener = l.id
  WHERE l.id = ANY (of_listeners) AND l.per_key AND l.permits IS NOT NULL AND r.ends > at + l.rate_window + interval '1 second';
  IF behind IS NOT NULL THEN
    UPDATE {schema}.rates r SET ends = at FROM {schema}.listeners l
    WHERE l.id = r.listener AND l.id = ANY (behind) AND r.ends > at + l.rate_window + interval '1 second';
    UPDATE {schema}.jobs j SET hold = 0, wake = j.due FROM ( -- they were due when the rate held them back
      SELECT id FROM {schema}.jobs WHERE listener = ANY (behind) AND key IS NOT NULL AND state = 0 AND hold = 2 AND wake > due ORDER BY id FOR UPDATE SKIP LOCKED) w
    WHERE j.id = w.id;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION {schema}.lease(its_worker text, its_events text[], its_listeners text[], its_frees int[], most int, duration interval)
  RETURNS TABLE (id bigint, token bigint, event_id uuid, event text, listener text, queue text, payload bytea, attempt int, created timestamptz, due timestamptz,
    leased timestamptz, priority int, key text, unique_key text, batch uuid, schedule text, slot timestamptz, trace_parent text, trace_state text, next_in interval,
    postponed int, taken_back bigint[])
  LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  at timestamptz;
  lanes bigint[];
  listeners bigint[];
  frees int[];
  have_rates boolean;
  are_single boolean;
  picked bigint[];
  soonest timestamptz;
  is_busy boolean;
BEGIN
  SELECT array_agg(a.id), array_agg(a.listener), array_agg(u.free), bool_or(l.permits IS NOT NULL), count(DISTINCT a.listener) = count(*)
  INTO lanes, listeners, frees, have_rates, are_single
  FROM unnest(its_events, its_listeners, its_frees) AS u (event, name, free)
  JOIN {schema}.listeners l ON l.event = u.event AND l.name = u.name AND u.free > 0
  JOIN {schema}.lanes a ON a.listener = l.id AND NOT EXISTS (SELECT 1 FROM {schema}.paused p WHERE p.queue = a.queue);

  IF have_rates THEN
    -- One at a time starts jobs of a listener with a rate for all of them; in one order.
    PERFORM pg_advisory_xact_lock({class}, (2000 + r.id)::int) FROM (
      SELECT l.id FROM {schema}.listeners l WHERE l.id = ANY (listeners) AND l.permits IS NOT NULL AND NOT l.per_key ORDER BY l.id) r;
  END IF;
  at := {schema}.clock();
  IF {schema}.was_put_back(at) THEN
    PERFORM {schema}.heed_clock(CASE WHEN have_rates THEN listeners ELSE '{}' END, duration, at);
  END IF;
  IF EXISTS (SELECT 1 FROM {schema}.jobs WHERE state = 1 AND lease_end <= at) THEN
    SELECT t.is_busy, t.taken INTO is_busy, taken_back FROM {schema}.take_back(at) t;
    IF is_busy THEN
      soonest := at + interval '10 milliseconds';
    END IF;
  END IF;

  IF lanes IS NOT NULL THEN
    -- So many fall due in one step at most: a step is short, even where a million jobs were delayed to the same moment.
    IF EXISTS (
      SELECT 1 FROM unnest(lanes) AS u (lane) CROSS JOIN LATERAL (
        SELECT 1 FROM {schema}.jobs d WHERE d.lane = u.lane AND d.state = 0 AND d.hold = 2 AND d.wake <= at LIMIT 1) j) THEN
      UPDATE {schema}.jobs p SET hold = 0 FROM (
        SELECT j.id FROM unnest(lanes) AS u (lane) CROSS JOIN LATERAL (
          SELECT d.id FROM {schema}.jobs d WHERE d.lane = u.lane AND d.state = 0 AND d.hold = 2 AND d.wake <= at ORDER BY d.wake LIMIT 5000 FOR UPDATE SKIP LOCKED) j) w
      WHERE p.id = w.id;
    END IF;
    SELECT p.picked, least(soonest, p.later) INTO picked, soonest FROM {schema}.pick(lanes, listeners, frees, most, at, are_single AND NOT have_rates) p;
    IF cardinality(picked) > 0 THEN
      PERFORM {schema}.show_time(at);
    END IF;
  END IF;

  IF coalesce(cardinality(picked), 0) < most THEN
    SELECT least(soonest, (SELECT min(j.wake) FROM unnest(lanes) AS u (lane) CROSS JOIN LATERAL (
        SELECT d.wake FROM {schema}.jobs d WHERE d.lane = u.lane AND d.state = 0 AND d.hold = 2 ORDER BY d.wake LIMIT 1) j),
      (SELECT min(r.lease_end) FROM {schema}.jobs r WHERE r.state = 1),
      CASE WHEN cardinality(picked) > 0 THEN at + duration END) INTO soonest;
  ELSE
    soonest := NULL;
  END IF;

  RETURN QUERY
  WITH started AS (
    UPDATE {schema}.jobs j SET state = 1, token = j.token + 1, attempt = j.attempt + 1, worker = its_worker, started = at, lease_end = at + duration,
      lease_time = duration
    FROM unnest(picked) WITH ORDINALITY AS p (id, ord) WHERE j.id = p.id RETURNING j.*, p.ord)
  SELECT s.id, s.token, e.id, e.name, l.name, a.queue, e.payload, s.attempt, s.created, s.due, at, s.priority, s.key, e.unique_key, e.batch, e.schedule, e.slot,
    e.trace_parent, e.trace_state, NULL::interval, s.postponed, NULL::bigint[]
  FROM started s JOIN {schema}.events e ON e.seq = s.event JOIN {schema}.lanes a ON a.id = s.lane JOIN {schema}.listeners l ON l.id = s.listener ORDER BY s.ord;
  IF soonest IS NOT NULL OR taken_back IS NOT NULL THEN
    next_in := CASE WHEN soonest IS NULL THEN duration ELSE greatest(soonest - at, interval '0') END; -- by it the last row is known, of which nothing else is set
    RETURN NEXT;
  END IF;
END $$;
