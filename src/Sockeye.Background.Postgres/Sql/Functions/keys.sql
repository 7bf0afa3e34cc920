-- Whoever changes which job of a key comes next holds the key's lock, one of a bounded number that keys share, until the end of the transaction. Leases only
-- try to take it: they pass over what is somebody else's, and so never wait while they hold rows.
CREATE OR REPLACE FUNCTION {schema}.key_lock(listener bigint, key text) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashtextextended(key, listener) & 511)::int $$;

CREATE OR REPLACE FUNCTION {schema}.lock_keys(listeners bigint[], keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock({class}, l.id) FROM (
    SELECT DISTINCT {schema}.key_lock(k.listener, k.key) AS id FROM unnest(listeners, keys) AS k (listener, key) WHERE k.key IS NOT NULL ORDER BY 1) l;
END $$;

-- Says whether as many jobs of a key as its listener allows come before a job and have not ended.
CREATE OR REPLACE FUNCTION {schema}.is_behind(of_listener bigint, of_key text, of_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT of_key IS NOT NULL AND (
    SELECT count(*) FROM (
      SELECT 1 FROM {schema}.jobs b WHERE b.listener = of_listener AND b.key = of_key AND b.state < 2 AND b.key IS NOT NULL AND b.id < of_id
      LIMIT (SELECT key_concurrency FROM {schema}.listeners WHERE id = of_listener)) x)
    >= (SELECT key_concurrency FROM {schema}.listeners WHERE id = of_listener) $$;

-- Gives the first of each key their turn; answers how many got it. The keys are locked.
CREATE OR REPLACE FUNCTION {schema}.advance_keys(listeners bigint[], keys text[], at timestamptz) RETURNS bigint LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  freed bigint;
BEGIN
  UPDATE {schema}.jobs j SET hold = CASE WHEN j.due > at THEN 2 ELSE 0 END, wake = j.due
  FROM (
    SELECT f.id FROM (SELECT DISTINCT u.listener, u.key FROM unnest(listeners, keys) AS u (listener, key) WHERE u.key IS NOT NULL) k
    JOIN {schema}.listeners l ON l.id = k.listener
    CROSS JOIN LATERAL (
      SELECT a.id, a.state, a.hold FROM {schema}.jobs a
      WHERE a.listener = k.listener AND a.key = k.key AND a.key IS NOT NULL AND a.state < 2 ORDER BY a.id LIMIT l.key_concurrency) f
    WHERE f.state = 0 AND f.hold = 1) n
  WHERE j.id = n.id;
  GET DIAGNOSTICS freed = ROW_COUNT;
  RETURN freed;
END $$;

-- Gives every job of these keys its hold anew, after one has come back in front or the listener's settings have changed. The keys are locked.
CREATE OR REPLACE FUNCTION {schema}.arrange_keys(listeners bigint[], keys text[], at timestamptz) RETURNS void LANGUAGE plpgsql
  SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE {schema}.jobs j SET hold = n.hold
  FROM (
    SELECT r.id, CASE WHEN r.before >= l.key_concurrency THEN 1 WHEN r.wake > at THEN 2 ELSE 0 END AS hold
    FROM (
      SELECT a.id, a.listener, a.state, a.wake, row_number() OVER (PARTITION BY a.listener, a.key ORDER BY a.id) - 1 AS before
      FROM (SELECT DISTINCT u.listener, u.key FROM unnest(listeners, keys) AS u (listener, key) WHERE u.key IS NOT NULL) k
      JOIN {schema}.jobs a ON a.listener = k.listener AND a.key = k.key AND a.key IS NOT NULL AND a.state < 2) r
    JOIN {schema}.listeners l ON l.id = r.listener
    WHERE r.state = 0) n
  WHERE j.id = n.id AND j.state = 0 AND j.hold <> n.hold;
END $$;
