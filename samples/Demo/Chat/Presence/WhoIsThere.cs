using System.Collections.Concurrent;
using Demo.Accounts;
using Demo.Chat.Contacts;
using Demo.Data;
using Microsoft.Extensions.Options;
using Sockeye;

namespace Demo.Chat.Presence;

/// <summary>Who of one's contacts is there, and when those were last seen who are not. Contacts see each other, and nobody else sees anybody.</summary>
internal sealed class WhoIsThere(SocketServer io, Database database, Sightings sightings, IOptions<ChatOptions> options, TimeProvider time) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _online = new();
    private readonly PresenceTracker _presence = io.Of(ChatEvents.NamespaceName).UsePresence(presence =>
    {
        presence.GracePeriod = options.Value.PresenceGrace;
        presence.MaxWatchedUsers = Math.Max(presence.MaxWatchedUsers, options.Value.MaxContacts);
        presence.Watches = (socket, _) => Task.FromResult(ContactsOf(database, AccountSession.AccountIdOf(socket.User), presence.MaxWatchedUsers));
        presence.LoadLastSeen = (accounts, _) => Task.FromResult(sightings.Load(accounts));
    });

    private IDisposable? _changes;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _changes = _presence.OnChange(SaveAsync);
        return Task.CompletedTask;
    }

    /// <summary>Notes that those who are there were seen until now: when this process ends, nobody goes offline any more.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        await sightings.SaveAsync([.. _online.Keys], time.GetUtcNow());
    }

    /// <summary>Says whether the device's user looks at it; away is who looks at none of theirs.</summary>
    public Task SetAwayAsync(Socket socket, bool isAway, CancellationToken cancellationToken) =>
        _presence.SetStateAsync(socket, isAway ? "away" : null, cancellationToken);

    /// <summary>Lets two who have become contacts see each other, on the devices that are there.</summary>
    /// <remarks>Called in the order in which contacts begin and end: both begin before this returns.</remarks>
    public Task MeetAsync(string one, string other) => Task.WhenAll(_presence.WatchAsync(one, [other]), _presence.WatchAsync(other, [one]));

    /// <summary>Lets two who are contacts no longer see each other no more.</summary>
    /// <inheritdoc cref="MeetAsync" path="/remarks"/>
    public Task PartAsync(string one, string other) => Task.WhenAll(_presence.UnwatchAsync(one, [other]), _presence.UnwatchAsync(other, [one]));

    public void Dispose() => _changes?.Dispose();

    // Whoever comes is noted too: after a crash it is known that they were there.
    private Task SaveAsync(PresenceChange change)
    {
        if (change.HasComeOnline)
        {
            _online[change.UserId] = true;
            return sightings.SaveAsync([change.UserId], time.GetUtcNow());
        }

        if (change.HasGoneOffline)
        {
            _online.TryRemove(change.UserId, out _);
            return sightings.SaveAsync([change.UserId], change.Now.LastSeen!.Value);
        }

        return Task.CompletedTask; // away, or back
    }

    private static IReadOnlyCollection<string> ContactsOf(Database database, string account, int most)
    {
        using var connection = database.Open();
        return ContactQueries.Seen(connection, account, most);
    }
}
