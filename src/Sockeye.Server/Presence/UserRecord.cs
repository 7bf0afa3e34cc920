namespace Sockeye.Server.Presence;

/// <summary>A user as all nodes together have it.</summary>
internal sealed class UserRecord(string userId)
{
    // One entry a node that has the user: mostly one, seldom a few.
    private readonly List<(string Node, NodeUser User)> _nodes = [];

    /// <summary>Gets what was told last.</summary>
    public UserPresence Shown { get; private set; } = new(userId, IsOnline: false, null, 0, null);

    /// <summary>Gets what the user was given as a whole, and when: null and 0 where it never was.</summary>
    public (string? State, long At) Whole => _nodes.Count == 0 ? (null, 0) : Latest(_nodes.MaxBy(static entry => entry.User.StateAt).User);

    public bool IsEmpty => _nodes.Count == 0;

    public void Set(string node, NodeUser? user)
    {
        var index = _nodes.FindIndex(entry => entry.Node == node);
        switch (index, user)
        {
            case ( < 0, null):
                break;
            case ( < 0, not null):
                _nodes.Add((node, user));
                break;
            case (_, null):
                _nodes.RemoveAt(index);
                break;
            default:
                _nodes[index] = (node, user);
                break;
        }
    }

    /// <summary>Sums up; <paramref name="lastSeen"/> is for a user whom no node has any more.</summary>
    public PresenceChange Update(DateTimeOffset? lastSeen)
    {
        var before = Shown;
        Shown = _nodes.Count == 0
            ? new UserPresence(userId, IsOnline: false, null, 0, lastSeen)
            : new UserPresence(userId, IsOnline: true, State(), _nodes.Sum(static entry => entry.User.Devices), null);
        return new PresenceChange(before, Shown);
    }

    private static (string? State, long At) Latest(NodeUser user) => (user.State, user.StateAt);

    // What the user was given as a whole, by whoever did so last; else a user with one active device is active; else what a device said last.
    private string? State()
    {
        if (Whole.State is { } whole)
        {
            return whole;
        }

        return _nodes.Exists(static entry => entry.User.Active > 0)
            ? null
            : _nodes.MaxBy(static entry => entry.User.DeviceStateAt).User.DeviceState;
    }
}
