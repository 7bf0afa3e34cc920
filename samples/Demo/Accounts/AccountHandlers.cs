using Sockeye;

namespace Demo.Accounts;

/// <summary>The sockets of <see cref="AccountRoutes.Namespace"/>.</summary>
internal sealed class AccountHandlers(Socket socket, AccountSession session)
{
    [OnConnection]
    public Task EnterSessionAsync(CancellationToken cancellationToken) => session.EnterAsync(socket, cancellationToken);
}
