CREATE OR REPLACE FUNCTION {schema}.uuid_v7(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  -- The first 48 bits are the milliseconds since 1970; a random UUID says version 4, and two bits more make that 7 (RFC 9562, 5.7).
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid $$;

-- Completes batches whose last job has ended, each once; answers how many. Their rows are locked here, in one order for all.
CREATE OR REPLACE FUNCTION {schema}.finish_batches(ids uuid[], at timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  b {schema}.batches;
  finished_now int := 0;
BEGIN
  FOR b IN SELECT * FROM {schema}.batches WHERE id = ANY (ids) ORDER BY id FOR UPDATE LOOP
    IF b.finished IS NULL AND b.total = b.completed + b.dead + b.cancelled THEN
      finished_now := finished_now + 1;
      UPDATE {schema}.batches SET finished = at WHERE id = b.id;
      IF b.completion_event IS NOT NULL THEN
        PERFORM 1 FROM {schema}.add_events(
          ARRAY[ROW(1, {schema}.uuid_v7(at), b.completion_event,
            convert_to(format('{"batchId":"%s","total":%s,"completed":%s,"dead":%s,"cancelled":%s}', b.id, b.total, b.completed, b.dead, b.cancelled), 'UTF8'),
            NULL, NULL, 0, interval '0', NULL, 'batch:' || b.id, NULL, NULL, NULL, NULL, 1)::{schema}.new_event],
          NULL);
      END IF;
    END IF;
  END LOOP;
  RETURN finished_now;
END $$;

-- Counts jobs of batches that have come to an end (by 1) or left it (by -1).
CREATE OR REPLACE FUNCTION {schema}.count_in_batches(batches uuid[], states smallint[], by int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM {schema}.batches b WHERE b.id = ANY (batches) ORDER BY b.id FOR UPDATE;
  UPDATE {schema}.batches b SET completed = b.completed + by * c.completed, dead = b.dead + by * c.dead, cancelled = b.cancelled + by * c.cancelled
  FROM (
    SELECT u.batch, count(*) FILTER (WHERE u.state = 2) AS completed, count(*) FILTER (WHERE u.state = 3) AS dead, count(*) FILTER (WHERE u.state = 4) AS cancelled
    FROM unnest(batches, states) AS u (batch, state) GROUP BY u.batch) c
  WHERE b.id = c.batch;
END $$;

-- What follows from jobs that have ended or wait again: those behind them in their keys get their turn, batches hear of it. Answers whether there is work for others.
CREATE OR REPLACE FUNCTION {schema}.after_ends(listeners bigint[], keys text[], batches uuid[], states smallint[], at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  freed bigint := 0;
BEGIN
  IF listeners IS NOT NULL THEN
    freed := {schema}.advance_keys(listeners, keys, at);
  END IF;
  IF batches IS NOT NULL THEN
    PERFORM {schema}.count_in_batches(batches, states, 1);
    freed := freed + {schema}.finish_batches(batches, at);
  END IF;
  RETURN freed > 0;
END $$;

-- Takes what guards jobs that are to change: their keys' locks and, where batches may end, the right to add events.
CREATE OR REPLACE FUNCTION {schema}.lock_jobs(ids bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  listeners bigint[];
  keys text[];
  have_batches boolean;
BEGIN
  SELECT array_agg(listener) FILTER (WHERE key IS NOT NULL), array_agg(key) FILTER (WHERE key IS NOT NULL), bool_or(batch IS NOT NULL)
  INTO listeners, keys, have_batches FROM {schema}.jobs WHERE id = ANY (ids);
  IF have_batches THEN
    PERFORM pg_advisory_xact_lock_shared({class}, 1000);
  END IF;
  IF listeners IS NOT NULL THEN
    PERFORM {schema}.lock_keys(listeners, keys);
  END IF;
  PERFORM 1 FROM {schema}.jobs WHERE id = ANY (ids) ORDER BY id FOR UPDATE;
END $$;

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
      postponed = j.postponed + CASE WHEN s.ending = 5 AND NOT j.cancel_requested THEN 1 ELSE 0 END,
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
  PERFORM {schema}.show_time(at); -- a lease begins anew
  RETURN QUERY UPDATE {schema}.jobs j SET lease_end = at + duration, lease_time = duration
  FROM unnest(ids, tokens) WITH ORDINALITY AS h (id, token, ord) WHERE j.id = h.id AND j.token = h.token AND j.state + 0 = 1 AND j.lease_end > at
  RETURNING h.ord::int, j.cancel_requested;
END $$;

CREATE OR REPLACE FUNCTION {schema}.report(its_id bigint, its_token bigint, reported bytea) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM {schema}.jobs WHERE id = its_id FOR UPDATE;
  UPDATE {schema}.jobs SET progress = reported WHERE id = its_id AND token = its_token AND state = 1 AND lease_end > {schema}.clock();
  RETURN FOUND;
END $$;
