namespace Sockeye.Background;

/// <summary>Leases jobs, from all lanes in the one order in which they start.</summary>
internal sealed class SqliteLeasing(SqliteSession session, LeaseRequest request, long now)
{
    // So many are put aside in one step at most, for the windows of their keys: a step is short, even where they are a million.
    private const int MostHeldBack = 1_000;

    private readonly List<SqliteLane> _lanes = [];
    private readonly List<LeasedJob> _leased = [];
    private long? _later;
    private int _heldBack;

    public static LeaseResult Lease(SqliteSession session, LeaseRequest request, long now) => new SqliteLeasing(session, request, now).Lease();

    private LeaseResult Lease()
    {
        var takenBack = SqliteSettling.TakeBackLapsed(session, now);
        foreach (var slots in request.Listeners)
        {
            Enter(slots);
        }

        while (_leased.Count < request.Limit && _heldBack < MostHeldBack && NextLane() is { } lane)
        {
            Take(lane);
        }

        if (_heldBack == MostHeldBack)
        {
            Expect(now); // there may be more behind them
        }

        if (_leased.Count < request.Limit)
        {
            Expect(session.Prepare("SELECT min(lease_end) FROM sockeye_jobs INDEXED BY sockeye_jobs_running WHERE state = 1").Number());
        }

        var next = _leased.Count < request.Limit && _later is { } later ? TimeSpan.FromTicks(Math.Max(0, later - now)) : default(TimeSpan?);
        return new LeaseResult(_leased, next) { TakenBack = takenBack };
    }

    private void Enter(ListenerSlots slots)
    {
        if (slots.Free < 1 || SqliteListeners.Find(session, slots.EventName, slots.Listener) is not { } listener)
        {
            return;
        }

        var room = new SqliteSlots(listener, slots.EventName, slots.Listener, slots.Free);
        var statement = session.Prepare(
            "SELECT id, queue FROM sockeye_lanes WHERE listener = ?1 AND queue NOT IN (SELECT queue FROM sockeye_paused)").Bind(1, listener.Id);
        while (statement.Step())
        {
            var lane = new SqliteLane(session, statement.Int64(0), statement.Text(1), room, Math.Min(slots.Free, request.Limit));
            _lanes.Add(lane);
            Expect(lane.Promote(now));
        }
    }

    private SqliteLane? NextLane()
    {
        SqliteLane? best = null;
        var first = default(SqliteLane.Turn);
        foreach (var lane in _lanes)
        {
            if (lane.Slots.Free > 0 && lane.TryPeek(out var turn) && (best is null || turn.IsBefore(first)))
            {
                (best, first) = (lane, turn);
            }
        }

        return best;
    }

    private void Take(SqliteLane lane)
    {
        lane.TryPeek(out var turn);
        var listener = lane.Slots.Listener;
        if (!SqliteKeys.HasTurn(session, listener, turn.Key))
        {
            lane.Next(isGone: false);
            return;
        }

        if (SqliteRates.TryUse(session, listener, turn.Key, now) is { } later)
        {
            Expect(later);
            if (listener.Rate!.IsPerKey)
            {
                lane.HoldBack(later);
                _heldBack++;
            }
            else
            {
                lane.Slots.Free = 0; // whatever else waits, waits for the same window
            }

            return;
        }

        lane.Next(isGone: true);
        lane.Slots.Free--;
        _leased.Add(Start(lane, turn));
    }

    private LeasedJob Start(SqliteLane lane, SqliteLane.Turn turn)
    {
        session.Prepare(
            "UPDATE sockeye_jobs SET state = 1, token = token + 1, attempt = attempt + 1, worker = ?2, started = ?3, lease_end = ?4, lease_time = ?5 WHERE id = ?1")
            .Bind(1, turn.Id).Bind(2, request.Worker).Bind(3, now).Bind(4, now + request.Duration.Ticks).Bind(5, request.Duration.Ticks).Run();
        var row = session.Prepare(
            """
            SELECT j.token, j.attempt, j.created, e.id, e.payload, e.unique_key, e.batch, e.schedule, e.slot, e.trace_parent, e.trace_state, j.postponed
            FROM sockeye_jobs j CROSS JOIN sockeye_events e ON e.seq = j.event WHERE j.id = ?1
            """).Bind(1, turn.Id);
        row.Step();
        var leased = new LeasedJob
        {
            Id = turn.Id,
            Token = row.Int64(0),
            EventId = row.Guid(3),
            EventName = lane.Slots.EventName,
            Listener = lane.Slots.Name,
            Queue = lane.Queue,
            Payload = row.Bytes(4),
            Attempt = row.Int32(1),
            Created = row.Time(2),
            Due = new DateTimeOffset(turn.Due, TimeSpan.Zero),
            Leased = new DateTimeOffset(now, TimeSpan.Zero),
            Priority = turn.Priority,
            Key = turn.Key,
            UniqueKey = row.TextOrNull(5),
            BatchId = row.GuidOrNull(6),
            Schedule = row.TextOrNull(7),
            Slot = row.TimeOrNull(8),
            TraceParent = row.TextOrNull(9),
            TraceState = row.TextOrNull(10),
            Postponed = row.Int32(11),
        };
        row.Reset();
        return leased;
    }

    private void Expect(long? time) => _later = _later < time ? _later : time ?? _later;
}
