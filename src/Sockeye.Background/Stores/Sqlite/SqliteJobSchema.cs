namespace Sockeye.Background;

/// <summary>The tables of a job store. Times are .NET ticks, ids of events and batches 16 bytes, states the numbers of <see cref="JobState"/>.</summary>
internal static class SqliteJobSchema
{
    public static readonly SqliteSchema Current = new("jobs", [First, Workers, Waiting, Unreadable]);

    // A lane is a listener's jobs in one queue: pausing a queue leaves a lane out and scans nothing.
    // hold says why a waiting job is not in the index that leases read: 0 it is, 1 its key's order, 2 its time. So that index holds what can start, in the
    // order in which to start it, and its size does not matter.
    private const string First = $"""
        {OutboxTable.CreateStatement};
        CREATE TABLE sockeye_listeners (
          id INTEGER PRIMARY KEY, event TEXT NOT NULL, name TEXT NOT NULL, known INTEGER NOT NULL, lane INTEGER NOT NULL,
          key_concurrency INTEGER NOT NULL, permits INTEGER, window INTEGER, per_key INTEGER NOT NULL, UNIQUE (event, name));
        CREATE TABLE sockeye_lanes (id INTEGER PRIMARY KEY, listener INTEGER NOT NULL, queue TEXT NOT NULL, UNIQUE (listener, queue));
        CREATE TABLE sockeye_paused (queue TEXT PRIMARY KEY) WITHOUT ROWID;

        CREATE TABLE sockeye_events (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, payload BLOB NOT NULL, trace_parent TEXT, trace_state TEXT,
          priority INTEGER NOT NULL, due INTEGER NOT NULL, unique_key TEXT, key TEXT, schedule TEXT, slot INTEGER, batch BLOB, created INTEGER NOT NULL,
          kept INTEGER NOT NULL);
        CREATE INDEX sockeye_events_kept ON sockeye_events (name) WHERE kept = 1;
        CREATE INDEX sockeye_events_unique_key ON sockeye_events (unique_key) WHERE unique_key IS NOT NULL;

        CREATE TABLE sockeye_unique_keys (
          name TEXT NOT NULL, key TEXT NOT NULL, event BLOB NOT NULL, until INTEGER, PRIMARY KEY (name, key)) WITHOUT ROWID;
        CREATE INDEX sockeye_unique_keys_until ON sockeye_unique_keys (until) WHERE until IS NOT NULL;

        CREATE TABLE sockeye_jobs (
          id INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL, listener INTEGER NOT NULL, lane INTEGER NOT NULL, state INTEGER NOT NULL,
          hold INTEGER NOT NULL, priority INTEGER NOT NULL, due INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, key TEXT, token INTEGER NOT NULL DEFAULT 0,
          lease_end INTEGER, worker TEXT, created INTEGER NOT NULL, started INTEGER, finished INTEGER, cancel_requested INTEGER NOT NULL DEFAULT 0,
          schedule TEXT, batch BLOB, progress BLOB, failure INTEGER, failure_message TEXT, failure_type TEXT, failure_stack TEXT);
        CREATE INDEX sockeye_jobs_ready ON sockeye_jobs (lane, priority DESC, due) WHERE state = 0 AND hold = 0;
        CREATE INDEX sockeye_jobs_delayed ON sockeye_jobs (lane, due) WHERE state = 0 AND hold = 2;
        CREATE INDEX sockeye_jobs_blocked ON sockeye_jobs (lane, due) WHERE state = 0 AND hold = 1;
        CREATE INDEX sockeye_jobs_running ON sockeye_jobs (lease_end, lane) WHERE state = 1;
        CREATE INDEX sockeye_jobs_key ON sockeye_jobs (listener, key, id) WHERE state < 2 AND key IS NOT NULL;
        CREATE INDEX sockeye_jobs_key_running ON sockeye_jobs (listener, key) WHERE state = 1 AND key IS NOT NULL;
        CREATE INDEX sockeye_jobs_ended ON sockeye_jobs (state, finished, lane) WHERE state > 1;
        CREATE INDEX sockeye_jobs_event ON sockeye_jobs (event);
        CREATE INDEX sockeye_jobs_schedule ON sockeye_jobs (schedule) WHERE state < 2 AND schedule IS NOT NULL;
        CREATE INDEX sockeye_jobs_batch ON sockeye_jobs (batch) WHERE batch IS NOT NULL;

        CREATE TABLE sockeye_batches (
          id BLOB PRIMARY KEY, completion_event TEXT, total INTEGER NOT NULL, completed INTEGER NOT NULL DEFAULT 0, dead INTEGER NOT NULL DEFAULT 0,
          cancelled INTEGER NOT NULL DEFAULT 0, finished INTEGER) WITHOUT ROWID;
        CREATE TABLE sockeye_rates (
          listener INTEGER NOT NULL, key TEXT NOT NULL, ends INTEGER NOT NULL, started INTEGER NOT NULL, PRIMARY KEY (listener, key)) WITHOUT ROWID;
        CREATE INDEX sockeye_rates_ends ON sockeye_rates (ends);
        CREATE TABLE sockeye_schedules (
          name TEXT PRIMARY KEY, expression TEXT NOT NULL, time_zone TEXT NOT NULL, event TEXT NOT NULL, payload BLOB NOT NULL, priority INTEGER NOT NULL,
          missed INTEGER NOT NULL, overlapping INTEGER NOT NULL, paused INTEGER NOT NULL, next INTEGER, last_slot INTEGER, declared_as TEXT,
          version INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE sockeye_schedule_versions (last INTEGER NOT NULL);
        INSERT INTO sockeye_schedule_versions VALUES (0);
        """;

    private const string Workers = """
        CREATE TABLE sockeye_workers (
          id BLOB PRIMARY KEY, name TEXT NOT NULL, started INTEGER NOT NULL, seen INTEGER NOT NULL, alive_until INTEGER NOT NULL, concurrency INTEGER NOT NULL,
          running INTEGER NOT NULL) WITHOUT ROWID;
        """;

    // hold 3 is the rate of its key, until wake: keys that have to wait, however many, are not in the index that leases read. lease_time is how long its lease was
    // taken for, postponed how often it was put off.
    private const string Waiting = """
        ALTER TABLE sockeye_jobs ADD COLUMN wake INTEGER;
        ALTER TABLE sockeye_jobs ADD COLUMN lease_time INTEGER;
        ALTER TABLE sockeye_jobs ADD COLUMN postponed INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX sockeye_jobs_limited ON sockeye_jobs (lane, wake) WHERE state = 0 AND hold = 3;
        CREATE INDEX sockeye_jobs_limited_due ON sockeye_jobs (lane, due) WHERE state = 0 AND hold = 3;
        """;

    // What lay in the outbox and is no emit: whoever wrote it knows what it was to be.
    private const string Unreadable = "CREATE TABLE sockeye_outbox_unreadable (id TEXT PRIMARY KEY, emit TEXT NOT NULL) WITHOUT ROWID;";
}
