-- Times are the database's; states, holds, endings and outcomes are the numbers of their enums in the library.

CREATE TABLE {schema}.listeners (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event text NOT NULL, name text NOT NULL, known boolean NOT NULL, lane bigint NOT NULL,
  key_concurrency int NOT NULL, permits int, rate_window interval, per_key boolean NOT NULL, UNIQUE (event, name));
-- A lane is a listener's jobs in one queue: pausing a queue leaves a lane out and scans nothing.
CREATE TABLE {schema}.lanes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, listener bigint NOT NULL, queue text NOT NULL, UNIQUE (listener, queue));
CREATE TABLE {schema}.paused (queue text PRIMARY KEY);

CREATE TABLE {schema}.events (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE, name text NOT NULL, payload bytea NOT NULL, trace_parent text, trace_state text,
  priority int NOT NULL, due timestamptz NOT NULL, unique_key text, key text, schedule text, slot timestamptz, batch uuid, created timestamptz NOT NULL,
  kept boolean NOT NULL);
CREATE INDEX events_kept ON {schema}.events (name) WHERE kept;
CREATE INDEX events_unique_key ON {schema}.events (unique_key) WHERE unique_key IS NOT NULL;

CREATE TABLE {schema}.unique_keys (name text NOT NULL, key text NOT NULL, event uuid NOT NULL, until timestamptz, PRIMARY KEY (name, key));
CREATE INDEX unique_keys_until ON {schema}.unique_keys (until) WHERE until IS NOT NULL;

-- hold says why a waiting job is not in the index that leases read: 0 it is, 1 its key's order, 2 its time. wake is when the last of these ends: the job's due
-- time, or the end of its key's window where a rate holds it back.
CREATE TABLE {schema}.jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event bigint NOT NULL, listener bigint NOT NULL, lane bigint NOT NULL, state smallint NOT NULL DEFAULT 0,
  hold smallint NOT NULL, priority int NOT NULL, due timestamptz NOT NULL, wake timestamptz NOT NULL, attempt int NOT NULL DEFAULT 0, key text,
  token bigint NOT NULL DEFAULT 0, lease_end timestamptz, worker text, created timestamptz NOT NULL, started timestamptz, finished timestamptz,
  cancel_requested boolean NOT NULL DEFAULT false, schedule text, batch uuid, progress bytea, failure smallint, failure_message text, failure_type text,
  failure_stack text)
  WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX jobs_ready ON {schema}.jobs (lane, priority DESC, due, id) WHERE state = 0 AND hold = 0;
CREATE INDEX jobs_delayed ON {schema}.jobs (lane, wake) WHERE state = 0 AND hold = 2;
CREATE INDEX jobs_blocked ON {schema}.jobs (lane, due) WHERE state = 0 AND hold = 1;
CREATE INDEX jobs_running ON {schema}.jobs (lease_end) WHERE state = 1;
CREATE INDEX jobs_key ON {schema}.jobs (listener, key, id) WHERE state < 2 AND key IS NOT NULL;
CREATE INDEX jobs_key_running ON {schema}.jobs (listener, key) WHERE state = 1 AND key IS NOT NULL;
CREATE INDEX jobs_ended ON {schema}.jobs (state, finished) WHERE state > 1;
CREATE INDEX jobs_event ON {schema}.jobs (event);
CREATE INDEX jobs_schedule ON {schema}.jobs (schedule) WHERE state < 2 AND schedule IS NOT NULL;
CREATE INDEX jobs_batch ON {schema}.jobs (batch) WHERE batch IS NOT NULL;

CREATE TABLE {schema}.batches (
  id uuid PRIMARY KEY, completion_event text, total int NOT NULL DEFAULT 0, completed int NOT NULL DEFAULT 0, dead int NOT NULL DEFAULT 0,
  cancelled int NOT NULL DEFAULT 0, finished timestamptz);
CREATE TABLE {schema}.rates (listener bigint NOT NULL, key text NOT NULL, ends timestamptz NOT NULL, started int NOT NULL, PRIMARY KEY (listener, key));
CREATE INDEX rates_ends ON {schema}.rates (ends);
CREATE SEQUENCE {schema}.schedule_versions;
CREATE TABLE {schema}.schedules (
  name text PRIMARY KEY, expression text NOT NULL, time_zone text NOT NULL, event text NOT NULL, payload bytea NOT NULL, priority int NOT NULL,
  missed smallint NOT NULL, overlapping smallint NOT NULL, paused boolean NOT NULL, next timestamptz, last_slot timestamptz, declared_as text,
  version bigint NOT NULL);

-- What is handed to the functions that add events, and what they answer.
CREATE TYPE {schema}.new_event AS (
  ord int, id uuid, name text, payload bytea, trace_parent text, trace_state text, priority int, delay interval, not_before timestamptz, unique_key text,
  unique_for interval, key text, schedule text, slot timestamptz, if_unknown smallint);
CREATE TYPE {schema}.add_result AS (ord int, outcome smallint, event_id uuid, jobs int);
