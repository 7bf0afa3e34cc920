-- Adds one event that has no key of either kind and is of no schedule, as most are added: nothing is done here that its commit could wait for in vain. Answers how
-- many jobs it has; below 0 minus the number of the outcome. An id that is there already is a unique violation: to look for it first would cost all the others.
CREATE FUNCTION {schema}.add_lone(
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
