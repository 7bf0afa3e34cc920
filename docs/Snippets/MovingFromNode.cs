using System.Text.Json;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Sockeye;

namespace Snippets;

/// <summary>What a Node server becomes, as its page shows it.</summary>
internal static class MovingFromNode
{
    public static void KeepOrdering(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeye(options =>
        {
            options.NodeOrdering = true;                                              // handlers of a socket do not wait for each other
            options.Cors = new CorsPolicy { Origins = { "https://app.example.com" }, SupportsCredentials = true };
            options.MaxPayload = 10_000_000;                                          // maxHttpBufferSize
            options.PingInterval = TimeSpan.FromSeconds(25);
        });
    }

    public static void Listen(SocketServer io, IMessageStore messages)
    {
        io.Use(async socket => await IsKnownAsync(socket.Handshake.Auth) ? ConnectionResult.Accept : ConnectionResult.Refuse("unauthorized"));

        io.OnConnection(socket =>
        {
            socket.On("message", async (string text) =>
            {
                var id = await messages.AddAsync(text, socket.Aborted);
                socket.To("lounge").Emit("message", new { id, text });
                return new { ok = true, id };                                         // callback({ ok: true, id })
            });
            socket.On("join", async (string room) => await socket.JoinAsync(room));
            socket.OnDisconnect(context => Console.WriteLine($"{socket.Id} left: {context.ReasonText}"));
        });
    }

    public static async Task AskAsync(SocketServer io, Socket socket)
    {
        var answer = await socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("question", 42);
        var answers = await io.To("lounge").Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("question", 42);
        var sockets = await io.To("lounge").FetchSocketsAsync();
        await io.DisconnectSocketsAsync(close: true);
    }

    private static ValueTask<bool> IsKnownAsync(JsonElement auth) => ValueTask.FromResult(auth.TryGetProperty("token", out _));
}
