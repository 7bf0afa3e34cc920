using System.Runtime.CompilerServices;

namespace Sockeye.Adapters;

/// <summary>How many rooms a socket may be in, and how they may be called. Clients make rooms through an application's handlers, which often take the name from them.</summary>
public sealed class RoomLimits
{
    /// <summary>Gets the limits that hold when nothing is said.</summary>
    public static RoomLimits Default { get; } = new();

    /// <summary>Gets how many rooms a socket may be in at a time, its user's among them and the one named by its id not.</summary>
    /// <value>The default is 1,000; it must be at least 1.</value>
    public int MaxRoomsPerSocket { get; init => field = AtLeastOne(value); } = 1_000;

    /// <summary>Gets the longest name of a room, in characters.</summary>
    /// <value>The default is 1,024; it must be at least 1.</value>
    public int MaxRoomNameLength { get; init => field = AtLeastOne(value); } = 1_024;

    /// <summary>Checks the rooms of a socket that is not connected yet, and so not among the <see cref="LocalSockets"/>, which check the others.</summary>
    /// <param name="joined">The rooms that the socket is to be in when it is connected.</param>
    /// <param name="rooms">Those that it is to be in as well.</param>
    /// <exception cref="RoomLimitException">Together they are too many, or a name is too long.</exception>
    public void ThrowIfExceeded(IReadOnlySet<string> joined, IReadOnlyList<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(joined);
        ArgumentNullException.ThrowIfNull(rooms);
        var problem = ProblemWith(rooms);
        if (problem is null && joined.Count + rooms.Count > MaxRoomsPerSocket && joined.Union(rooms).Count() > MaxRoomsPerSocket)
        {
            problem = TooMany(joined.Count);
        }

        if (problem is not null)
        {
            throw new RoomLimitException(problem);
        }
    }

    /// <summary>Says what is wrong with the names of rooms, or nothing.</summary>
    internal string? ProblemWith(IReadOnlyList<string> rooms)
    {
        for (var i = 0; i < rooms.Count; i++)
        {
            if (rooms[i].Length > MaxRoomNameLength)
            {
                return $"A room's name may have {MaxRoomNameLength} characters (RoomLimits.{nameof(MaxRoomNameLength)}); one that is asked for has {rooms[i].Length}.";
            }
        }

        return null;
    }

    internal string TooMany(int joined) => $"A socket may be in {MaxRoomsPerSocket} rooms (RoomLimits.{nameof(MaxRoomsPerSocket)}); this one is in {joined} already.";

    private static int AtLeastOne(int value, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
