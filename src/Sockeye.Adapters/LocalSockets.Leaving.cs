namespace Sockeye.Adapters;

/// <summary>How sockets leave.</summary>
public sealed partial class LocalSockets
{
    /// <summary>Removes a socket and takes it out of all its rooms.</summary>
    /// <param name="socketId">The socket's id.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string socketId)
    {
        lock (_gate)
        {
            return RemoveMember(socketId) is not null;
        }
    }

    /// <summary>Removes a socket and takes it out of all its rooms.</summary>
    /// <param name="socketId">The socket's id.</param>
    /// <param name="rooms">The rooms that it was in at that moment, the one named by its id among them; empty for a socket that is not connected.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string socketId, out IReadOnlyList<string> rooms)
    {
        lock (_gate)
        {
            var member = RemoveMember(socketId);
            rooms = member is null ? [] : RoomsOf(member);
            return member is not null;
        }
    }

    private static string[] RoomsOf(Member member) =>
        [.. member.IsInOwnRoom ? [member.Socket.Id] : Array.Empty<string>(), .. member.Rooms.Select(static room => room.Name)];

    private Member? RemoveMember(string socketId)
    {
        if (_members.Remove(socketId, out var member))
        {
            foreach (var room in member.Rooms)
            {
                RemoveFrom(room, member);
            }
        }

        return member;
    }
}
