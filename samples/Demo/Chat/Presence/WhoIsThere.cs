using Demo.Accounts;
using Demo.Chat.Contacts;
using Demo.Data;
using Microsoft.Extensions.Options;
using Sockeye;

namespace Demo.Chat.Presence;

/// <summary>Who of one's contacts is there. Contacts see each other, and nobody else sees anybody.</summary>
internal sealed class WhoIsThere(SocketServer io, Database database, IOptions<ChatOptions> options)
{
    private readonly PresenceTracker _presence = io.Of(ChatEvents.NamespaceName).UsePresence(presence =>
    {
        presence.GracePeriod = options.Value.PresenceGrace;
        presence.Watches = (socket, _) => Task.FromResult(ContactsOf(database, AccountSession.AccountIdOf(socket.User)));
    });

    /// <summary>Says whether the device's user looks at it; away is who looks at none of theirs.</summary>
    public Task SetAwayAsync(Socket socket, bool isAway, CancellationToken cancellationToken) =>
        _presence.SetStateAsync(socket, isAway ? "away" : null, cancellationToken);

    /// <summary>Lets two who have become contacts see each other, on the devices that are there.</summary>
    public async Task MeetAsync(string one, string other, CancellationToken cancellationToken)
    {
        await _presence.WatchAsync(one, [other], cancellationToken);
        await _presence.WatchAsync(other, [one], cancellationToken);
    }

    private static IReadOnlyCollection<string> ContactsOf(Database database, string account)
    {
        using var connection = database.Open();
        return [.. ContactStore.Read(connection, account).Select(static contact => contact.Id)];
    }
}
