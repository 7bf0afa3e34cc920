-- lease_time is how long the lease was taken for, postponed how often the job was put off.
ALTER TABLE {schema}.jobs ADD COLUMN lease_time interval, ADD COLUMN postponed int NOT NULL DEFAULT 0;

-- Brings back into bounds what was reckoned by a clock that has been put back since: no lease and no window lasts longer than it was made for. A lease is never
-- shortened to less than it would last had it begun now, so who holds it still has it for as long as it knows.
CREATE FUNCTION {schema}.heed_clock(of_listeners bigint[], duration interval, at timestamptz) RETURNS void LANGUAGE plpgsql
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

-- As before, with the end 5: put off, without this attempt.
CREATE OR REPLACE FUNCTION {schema}.settle(
  ids bigint[], tokens bigint[], endings smallint[], delays interval[], failures smallint[], messages text[], types text[], stacks text[],
  OUT counted int[], OUT woken boolean) LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  at timestamptz;
  listeners bigint[];
  keys text[];
  batches uuid[];
  states smallint[];
  waiting bigint;
BEGIN
  PERFORM {schema}.lock_jobs(ids);
  at := {schema}.clock();
  WITH ended AS (
    UPDATE {schema}.jobs j SET
      state = CASE s.ending WHEN 0 THEN 2 WHEN 2 THEN 3 WHEN 3 THEN 4 ELSE CASE WHEN j.cancel_requested THEN 4 ELSE 0 END END,
      finished = CASE WHEN s.ending IN (1, 4, 5) AND NOT j.cancel_requested THEN NULL ELSE at END,
      hold = CASE WHEN j.key IS NOT NULL AND {schema}.is_behind(j.listener, j.key, j.id) THEN 1 WHEN s.delay > interval '0' THEN 2 ELSE 0 END,
      due = CASE WHEN s.ending IN (1, 4, 5) AND NOT j.cancel_requested THEN at + s.delay ELSE j.due END,
      wake = CASE WHEN s.ending IN (1, 4, 5) AND NOT j.cancel_requested THEN at + s.delay ELSE j.wake END,
      attempt = CASE WHEN s.ending IN (4, 5) AND NOT j.cancel_requested THEN j.attempt - 1 ELSE j.attempt END,
      postponed = j.postponed + CASE WHEN s.ending = 5 THEN 1 ELSE 0 END,
      cancel_requested = false, lease_end = NULL,
      failure = coalesce(s.failure, j.failure), failure_message = CASE WHEN s.failure IS NULL THEN j.failure_message ELSE s.message END,
      failure_type = CASE WHEN s.failure IS NULL THEN j.failure_type ELSE s.type END,
      failure_stack = CASE WHEN s.failure IS NULL THEN j.failure_stack ELSE s.stack END
    FROM (
      SELECT DISTINCT ON (u.id, u.token) u.id, u.token, u.ending, CASE WHEN u.ending IN (1, 5) THEN u.delay ELSE interval '0' END AS delay, u.failure, u.message, u.type,
        u.stack, u.ord
      FROM unnest(ids, tokens, endings, delays, failures, messages, types, stacks) WITH ORDINALITY AS u (id, token, ending, delay, failure, message, type, stack, ord)
      ORDER BY u.id, u.token, u.ord) s
    WHERE j.id = s.id AND j.token = s.token AND j.state + 0 = 1 AND j.lease_end > at -- (+ 0: by id, and not by way of all that runs)
    RETURNING s.ord, j.listener, j.key, j.batch, j.state)
  SELECT array_agg(e.ord::int), array_agg(e.listener) FILTER (WHERE e.key IS NOT NULL), array_agg(e.key) FILTER (WHERE e.key IS NOT NULL),
    array_agg(e.batch) FILTER (WHERE e.batch IS NOT NULL AND e.state > 1), array_agg(e.state) FILTER (WHERE e.batch IS NOT NULL AND e.state > 1),
    count(*) FILTER (WHERE e.state = 0)
  INTO counted, listeners, keys, batches, states, waiting FROM ended e;
  woken := {schema}.after_ends(listeners, keys, batches, states, at) OR waiting > 0;
  counted := coalesce(counted, '{}');
END $$;

CREATE OR REPLACE FUNCTION {schema}.renew(ids bigint[], tokens bigint[], duration interval) RETURNS TABLE (ord int, cancel_requested boolean) LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  at timestamptz;
BEGIN
  PERFORM 1 FROM {schema}.jobs j WHERE j.id = ANY (ids) ORDER BY j.id FOR UPDATE;
  at := {schema}.clock();
  RETURN QUERY UPDATE {schema}.jobs j SET lease_end = at + duration, lease_time = duration
  FROM unnest(ids, tokens) WITH ORDINALITY AS h (id, token, ord) WHERE j.id = h.id AND j.token = h.token AND j.state + 0 = 1 AND j.lease_end > at
  RETURNING h.ord::int, j.cancel_requested;
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

-- As before; it heeds a clock that was put back, and tells how often a job was put off. What is new comes last: nodes of the version before read on.
DROP FUNCTION {schema}.lease(text, text[], text[], int[], int, interval);
CREATE FUNCTION {schema}.lease(its_worker text, its_events text[], its_listeners text[], its_frees int[], most int, duration interval)
  RETURNS TABLE (id bigint, token bigint, event_id uuid, event text, listener text, queue text, payload bytea, attempt int, created timestamptz, due timestamptz,
    leased timestamptz, priority int, key text, unique_key text, batch uuid, schedule text, slot timestamptz, trace_parent text, trace_state text, next_in interval,
    postponed int)
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
  PERFORM {schema}.heed_clock(CASE WHEN have_rates THEN listeners ELSE '{}' END, duration, at);
  IF EXISTS (SELECT 1 FROM {schema}.jobs WHERE state = 1 AND lease_end <= at) THEN
    IF {schema}.take_back_lapsed(at) THEN
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
    e.trace_parent, e.trace_state, NULL::interval, s.postponed
  FROM started s JOIN {schema}.events e ON e.seq = s.event JOIN {schema}.lanes a ON a.id = s.lane JOIN {schema}.listeners l ON l.id = s.listener ORDER BY s.ord;
  IF soonest IS NOT NULL THEN
    next_in := greatest(soonest - at, interval '0');
    RETURN NEXT; -- a last row, of which nothing else is set
  END IF;
END $$;
