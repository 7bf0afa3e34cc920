CREATE TABLE {schema}.workers (
  id uuid PRIMARY KEY, name text NOT NULL, started timestamptz NOT NULL, seen timestamptz NOT NULL, alive_until timestamptz NOT NULL, concurrency int NOT NULL,
  running int NOT NULL);
