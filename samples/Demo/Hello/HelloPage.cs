using Demo.Shell;
using Sockeye;

namespace Demo.Hello;

/// <summary>The server's side of <c>wwwroot/hello</c>. It lives in the main namespace.</summary>
internal static partial class HelloPage
{
    public static void AddHello(this IServiceCollection services)
    {
        services.AddSingleton<Greetings>();
        services.AddSection(new Section(
            "Hello",
            "/hello/",
            "Events both ways, acknowledgements, a broadcast to every tab, binary, the upgrade from polling to WebSocket, and a connection that comes back by itself."));
    }

    public static void MapHello(this WebApplication app, SocketServer io)
    {
        var greetings = app.Services.GetRequiredService<Greetings>();
        var time = app.Services.GetRequiredService<TimeProvider>();

        io.Of("/").LimitEvents(EventRate.OfASocket());
        io.OnConnection(socket =>
        {
            socket.On("fromClient", (string? text) =>
            {
                if (Message.Refuse(text) is { } refused)
                {
                    return refused;
                }

                Log.FromClient(app.Logger, socket.Id, text!);
                return new Receipt(true, $"The server received “{text}”.");
            });

            socket.On("publish", (string? text) =>
            {
                if (Message.Refuse(text) is { } refused)
                {
                    return refused;
                }

                io.Emit("published", new Message(socket.Id, text!, time.GetUtcNow()));
                return new Receipt(true, "Published.");
            });

            socket.On("glyph", (byte[]? rows) =>
            {
                if (rows?.Length != Glyph.Size)
                {
                    return new Receipt(false, $"A picture is {Glyph.Size} bytes, one for each row.");
                }

                socket.Emit("glyph", Glyph.Turn(rows));
                return new Receipt(true, "Turned.");
            });

            // The server owns the task that a connection listener returns.
            return greetings.RunAsync(socket);
        });

        app.MapGet("/hello/status", () => new HelloStatus(io.Main.SocketCount, greetings.Running));
    }

    private sealed record HelloStatus(int Connections, int Greetings);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "fromClient of {SocketId}: {Text}", EventName = "FromClient")]
        public static partial void FromClient(ILogger logger, string socketId, string text);
    }
}
