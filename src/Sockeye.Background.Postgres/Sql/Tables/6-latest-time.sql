-- The first answers with more, and so cannot be replaced; what is new comes last: nodes of the version before read on. Another has taken the second's place.
DROP FUNCTION IF EXISTS {schema}.lease(text, text[], text[], int[], int, interval), {schema}.take_back_lapsed(timestamptz);

-- The latest time that the clock has shown, in milliseconds since 1970.
CREATE SEQUENCE IF NOT EXISTS {schema}.latest_time MINVALUE 0;
