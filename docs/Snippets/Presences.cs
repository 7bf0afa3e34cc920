using Sockeye;

namespace Snippets;

/// <summary>Presence, as its page shows it.</summary>
internal static class Presences
{
    public static void TurnOn(SocketServer io, IContacts contacts)
    {
        var presence = io.UsePresence(options => options.Watches = (socket, cancellationToken) => contacts.OfAsync(socket.User, cancellationToken));
    }

    public static void Say(SocketServer io, PresenceTracker presence)
    {
        io.OnConnection(socket =>
        {
            socket.On("away", async () => await presence.SetStateAsync(socket, "away"));     // this device
            socket.On("back", async () => await presence.SetStateAsync(socket, null));
            socket.On("busy", async () => await presence.SetStateAsync(socket.User.Identity!.Name!, "busy"));     // wherever the user is
        });
    }

    public static void Remember(SocketServer io, ISightings sightings)
    {
        var presence = io.UsePresence(options => options.LoadLastSeen = sightings.LoadAsync);
        presence.OnChange(async change =>
        {
            if (change.HasGoneOffline)
            {
                await sightings.SaveAsync(change.UserId, change.Now.LastSeen!.Value);
            }
        });
    }

    public static async Task BefriendAsync(PresenceTracker presence)
    {
        await presence.WatchAsync("ada", ["bob"]);       // Ada's devices, on every node, see Bob from now on
        await presence.UnwatchAsync("ada", ["bob"]);
    }

    public static async Task LookAsync(PresenceTracker presence)
    {
        var ada = presence["ada"];                                           // { IsOnline, State, Devices, LastSeen }
        var several = await presence.GetAsync(["ada", "bob"]);
        var (online, away) = (presence.OnlineCount, presence.States.GetValueOrDefault("away"));
    }
}
