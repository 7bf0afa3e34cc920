using Demo.Work;
using Microsoft.Extensions.Options;

namespace Demo.Accounts;

/// <summary>Removes sessions that have lapsed, and closes what sockets they still have.</summary>
internal sealed class SessionSweeper(
    AccountStore accounts, AccountSession sessions, IOptions<AccountOptions> options, TimeProvider time, ILogger<SessionSweeper> logger)
    : PeriodicSweep(options.Value.SweepInterval, time, logger)
{
    protected override async Task SweepAsync(CancellationToken cancellationToken)
    {
        List<string> lapsed;
        do
        {
            lapsed = await accounts.TakeLapsedSessionsAsync(cancellationToken);
            foreach (var session in lapsed)
            {
                await sessions.CloseSocketsAsync(session);
            }
        }
        while (lapsed.Count > 0);
    }
}
