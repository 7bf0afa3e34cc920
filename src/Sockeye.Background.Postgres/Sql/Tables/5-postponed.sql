-- lease_time is how long the lease was taken for, postponed how often the job was put off.
ALTER TABLE {schema}.jobs ADD COLUMN lease_time interval, ADD COLUMN postponed int NOT NULL DEFAULT 0;

-- It answers with more, and so cannot be replaced. What is new comes last: nodes of the version before read on.
DROP FUNCTION IF EXISTS {schema}.lease(text, text[], text[], int[], int, interval);
