namespace Snippets;

/// <summary>Raw WebSockets, as the readme shows them.</summary>
internal static class RawWebSockets
{
    public static void Use(WebApplication app)
    {
        app.MapWebSockets("/ws", ws =>
        {
            ws.OnMessage(message => ws.Server.Clients.Send(message));      // text or bytes, encoded once for all that are open
            ws.OnClose(close => app.Logger.LogInformation("{Id} left: {Code} {Reason}", ws.Id, close.Code, close.Reason));
            ws.Send("welcome");
        });
    }
}
