using Microsoft.AspNetCore.SignalR;

/// <summary>The handlers of every peer, as a hub.</summary>
internal sealed class EchoHub : Hub
{
    public string Echo(string text) => text;

    public Task Broadcast(string text) => Clients.All.SendAsync("message", text);

    public async Task Join(string room, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, $"{room}-{number}");
        }
    }

    public Task Publish(string room, string text) => Clients.Group(room).SendAsync("message", text);
}
