-- Adds events of which some ids are known again for a while, whether the events are still there or not (where the interval is null: as long as they are).
CREATE FUNCTION {schema}.add_held_events(added {schema}.new_event[], helds interval[]) RETURNS SETOF {schema}.add_result LANGUAGE plpgsql
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
