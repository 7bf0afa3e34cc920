using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>A user on this node: its sockets, and what was said of it.</summary>
/// <param name="state">What the user was given as a whole, wherever that was.</param>
/// <param name="stateAt">When that was; 0 where it never was.</param>
internal sealed class LocalUser(string? state, long stateAt)
{
    private readonly Dictionary<ILocalSocket, (string State, long At)?> _devices = [];
    private (string State, long At)? _left;
    private string? _state = state;
    private long _stateAt = stateAt;

    public long LeftAt { get; private set; }

    public IReadOnlyList<ILocalSocket> Sockets => [.. _devices.Keys];

    public bool HasDevices => _devices.Count > 0;

    /// <summary>Gets the number of the grace period that runs: one that was ended by a socket that came back has no say.</summary>
    public long Grace { get; private set; }

    public void Add(ILocalSocket socket)
    {
        _devices.TryAdd(socket, null);
        Grace++;
    }

    public bool Remove(ILocalSocket socket, long now)
    {
        if (!_devices.Remove(socket, out _left))
        {
            return false;
        }

        LeftAt = now;
        Grace++;
        return true;
    }

    /// <summary>Takes what a device says; false where that says nothing new, as it was the last to say so.</summary>
    public bool SetState(ILocalSocket socket, string? state, long now)
    {
        if (!_devices.TryGetValue(socket, out var said)
            || (said?.State == state && (said is null || said.Value.At >= _devices.Values.Max(static other => other?.At ?? 0))))
        {
            return false;
        }

        _devices[socket] = state is null ? null : (state, now);
        return true;
    }

    /// <summary>Takes a state for the user as a whole, unless a later one is known.</summary>
    public void SetState(string? state, long at)
    {
        if (at >= _stateAt)
        {
            (_state, _stateAt) = (state, at);
        }
    }

    public NodeUser Describe()
    {
        // Whoever leaves as away does not seem to be back for the grace period.
        var (active, latest, at) = _devices.Count == 0 ? (0, _left?.State, _left?.At ?? 0) : (0, null, 0);
        foreach (var said in _devices.Values)
        {
            if (said is not var (what, when))
            {
                active++;
            }
            else if (when >= at)
            {
                (latest, at) = (what, when);
            }
        }

        return new NodeUser(_devices.Count, active, latest, at, _state, _stateAt, LeftAt);
    }
}
