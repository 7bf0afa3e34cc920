using Sockeye.Server.Control;

namespace Sockeye.Server.Authentication;

/// <summary>Fits a socket to a user who has changed: to the user's room, and to the policies of its namespace.</summary>
internal static class UserReview
{
    /// <summary>Moves the socket to its user's room, and disconnects it where policies refuse the user. In turn with other changes of the user.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="ackId">The acknowledgement by which its client is told of that; null for an event.</param>
    public static async Task RunAsync(Socket socket, ulong? ackId = null)
    {
        if (!socket.Life.IsConnected)
        {
            return; // one on its way is looked at when it has connected
        }

        try
        {
            if (await UserRooms.MoveAsync(socket).ConfigureAwait(false) is { } room && socket.Server.Disconnected.Has(room, socket.Connection.UserShown))
            {
                socket.Connection.DisconnectAll(); // while its credential was looked at
                return;
            }

            if (await socket.Namespace.AuthorizeAsync(socket).ConfigureAwait(false))
            {
                socket.Namespace.Presence?.Change(socket, UserRooms.UserAmong(socket.Rooms)); // allowed here, and so seen and shown others
                return;
            }
        }
        catch (Exception exception)
        {
            // Whether the user may be here is not known, so it may not.
            socket.Server.ReportHandlerError(socket, ControlEvents.Renew, exception);
        }

        if (socket.Life.CanSend)
        {
            new Refusal("forbidden", "The namespace's policy refuses the user.").Send(socket, ackId);
            socket.Disconnect();
        }
    }
}
