using Microsoft.AspNetCore.SignalR;

/// <summary>The handlers of every peer, as a hub.</summary>
internal sealed class EchoHub : Hub
{
    public string Echo(string text) => text;

    public Task Broadcast(string text) => Clients.All.SendAsync("message", text);
}
