namespace Sockeye.Server.ServerSide;

/// <summary>
/// Remembers by which rooms clients were disconnected, those of users among them, and when: who was let in before, and is connected only afterwards, was in none of
/// them at that moment.
/// </summary>
/// <remarks>
/// Bounded: of the oldest it forgets, and then takes every client that was let in before that for disconnected. Such a one has its connection closed where it joins
/// a namespace, comes back, and has been let in anew.
/// </remarks>
internal sealed class DisconnectedRooms(TimeProvider time, int most = DisconnectedRooms.Most)
{
    /// <summary>How many are remembered; some 2 MB.</summary>
    public const int Most = 16_384;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _rooms = new(StringComparer.Ordinal);
    private long _forgottenUntil = long.MinValue;

    /// <summary>Keeps others from being added. Nothing that waits may be done meanwhile.</summary>
    public Lock.Scope Hold() => _gate.EnterScope();

    public void Add(string room)
    {
        lock (_gate)
        {
            _rooms[room] = time.GetTimestamp();
            if (_rooms.Count > most)
            {
                ForgetHalf();
            }
        }
    }

    /// <summary>Says whether the clients in a room were disconnected after a moment, or may have been.</summary>
    /// <param name="room">The room.</param>
    /// <param name="since">The moment, a timestamp of the clock.</param>
    public bool Has(string room, long since)
    {
        lock (_gate)
        {
            return _forgottenUntil > since || (_rooms.TryGetValue(room, out var when) && when > since);
        }
    }

    private void ForgetHalf()
    {
        long[] times = [.. _rooms.Values.Order()];
        _forgottenUntil = times[times.Length / 2];
        foreach (var (room, when) in _rooms)
        {
            if (when <= _forgottenUntil)
            {
                _rooms.Remove(room);
            }
        }
    }
}
