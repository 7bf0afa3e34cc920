using System.Security.Claims;

namespace Sockeye.Server.Authentication;

/// <summary>The room of each user's sockets, under names that nobody else may join or leave.</summary>
internal static class UserRooms
{
    private const string Prefix = "sockeye:user:";

    public static string Of(string userId) => Prefix + userId;

    /// <summary>Takes a socket that is about to connect into its user's room, where it has a user; false where the application could not say.</summary>
    public static bool TryEnter(Socket socket)
    {
        try
        {
            if (IdOf(socket) is { Length: > 0 } id)
            {
                socket.Life.JoinEarly([Of(id)]);
            }

            return true;
        }
        catch (Exception exception)
        {
            socket.Server.ReportHandlerError(socket, "connection", exception);
            return false;
        }
    }

    public static bool IsOne(string room) => room.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Gets the room of the user whom a socket that is about to connect has; null where it has none.</summary>
    public static string? AmongEarly(Socket socket) => socket.Life.FindEarly(IsOne);

    /// <summary>Gets the user in whose room a socket is; null where it is in none.</summary>
    public static string? UserAmong(IEnumerable<string> rooms) => rooms.FirstOrDefault(IsOne)?[Prefix.Length..];

    /// <summary>Takes a connected socket out of the room of a user who is no longer its, and into that of the one who is.</summary>
    /// <returns>The room of its user; null where it has none.</returns>
    public static async Task<string?> MoveAsync(Socket socket)
    {
        var room = IdOf(socket) is { Length: > 0 } id ? Of(id) : null;
        foreach (var other in socket.Rooms)
        {
            if (other.StartsWith(Prefix, StringComparison.Ordinal) && other != room)
            {
                await socket.Namespace.Adapter.LeaveAsync(socket.Id, other).ConfigureAwait(false);
            }
        }

        if (room is not null && socket.Life.CanSend)
        {
            await socket.Namespace.Adapter.JoinAsync(socket.Id, [room]).ConfigureAwait(false);
        }

        return room;
    }

    /// <exception cref="ArgumentException">A room's name is not there, or is kept for users.</exception>
    public static void ThrowIfNotFree(IReadOnlyList<string> rooms, string parameter)
    {
        foreach (var room in rooms)
        {
            if (room is null)
            {
                throw new ArgumentException("A room's name is null.", parameter);
            }

            ThrowIfNotFree(room, parameter);
        }
    }

    /// <exception cref="ArgumentException">The name is kept for users.</exception>
    public static void ThrowIfNotFree(string room, string parameter)
    {
        if (room.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Rooms whose names begin with '{Prefix}' are kept for users: a socket is in its user's from its connection on. Emit with ToUser(id), and name this room otherwise.",
                parameter);
        }
    }

    private static string? IdOf(Socket socket) => socket.Server.Options.UserId is { } idOf ? idOf(socket)
        : socket.Connection.IsAuthenticated ? socket.User.FindFirst(ClaimTypes.NameIdentifier)?.Value
        : null;
}
