CREATE OR REPLACE FUNCTION {schema}.report_worker(its_id uuid, its_name text, its_concurrency int, its_running int, alive_for interval) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := {schema}.clock();
BEGIN
  INSERT INTO {schema}.workers (id, name, started, seen, alive_until, concurrency, running)
  VALUES (its_id, its_name, at, at, at + alive_for, its_concurrency, its_running)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen = excluded.seen, alive_until = excluded.alive_until, concurrency = excluded.concurrency,
    running = excluded.running;
END $$;
