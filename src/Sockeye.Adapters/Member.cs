namespace Sockeye.Adapters;

/// <summary>A socket with its rooms; guarded by the lock of <see cref="LocalSockets"/>.</summary>
internal sealed class Member(ILocalSocket socket)
{
    private HashSet<Room>? _rooms;
    private long _selection;

    public ILocalSocket Socket { get; } = socket;

    /// <summary>Gets or sets whether the socket is in the room named by its id, as it is until it leaves it.</summary>
    public bool IsInOwnRoom { get; set; } = true;

    public IReadOnlyCollection<Room> Rooms => _rooms is null ? [] : _rooms;

    public void Join(Room room) => (_rooms ??= []).Add(room);

    public bool Leave(Room room) => _rooms?.Remove(room) == true;

    /// <summary>Counts the rooms that the socket would be in if it joined these as well.</summary>
    public int CountWith(IReadOnlyList<string> rooms)
    {
        var names = Rooms.Select(static room => room.Name).Append(Socket.Id).ToHashSet(StringComparer.Ordinal);
        names.UnionWith(rooms);
        return names.Count - 1;
    }

    /// <summary>Marks the member as seen by a selection; true the first time.</summary>
    public bool TrySelect(long selection)
    {
        if (_selection == selection)
        {
            return false;
        }

        _selection = selection;
        return true;
    }
}
