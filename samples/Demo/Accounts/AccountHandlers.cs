using Sockeye;

namespace Demo.Accounts;

/// <summary>The sockets of <see cref="AccountRoutes.Namespace"/>.</summary>
internal sealed class AccountHandlers(Socket socket)
{
    [OnConnection]
    public ValueTask JoinSessionAsync(CancellationToken cancellationToken) => socket.JoinAsync(AccountSession.RoomOf(socket.User), cancellationToken);
}
