using Sockeye;

namespace Snippets;

/// <summary>Fragments of the documents: each block of C# in them lies in a file of this project as it is, so it compiles.</summary>
internal static class MoreWords
{
    public static void Use(WebApplication app, SocketServer io)
    {
        io.Use(socket => socket.User.Identity is { IsAuthenticated: true }
            ? ConnectionResult.Accept
            : ConnectionResult.Refuse("log in first", new { code = 401 }));

        io.Of("/orders").OnConnection(async socket =>
        {
            socket.On("upload", (byte[] file, Ack done) => done.Send("got", file.Length));
            socket.OnDisconnect(context => app.Logger.LogInformation("{Id} left: {Reason}", socket.Id, context.Reason));

            await socket.JoinAsync("customers");
            socket.Emit("hello", socket.Id, new { at = DateTimeOffset.UnixEpoch });
            socket.Broadcast.Emit("somebody came");
            socket.To("customers").Except("silent").Emit("offer", new byte[] { 1, 2, 3 });

            var answer = await socket.Timeout(TimeSpan.FromSeconds(5)).TryEmitWithAckAsync<string>("how are you?", socket.Aborted);
        });
    }
}
