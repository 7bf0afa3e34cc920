using Microsoft.AspNetCore.Authorization;
using Sockeye;

namespace Snippets;

public sealed class ChatHandlers(Socket socket, IMessageStore messages)
{
    [OnConnection]
    public async Task WelcomeAsync(CancellationToken cancellationToken)
    {
        await socket.JoinAsync("lounge", cancellationToken);
        socket.Emit("latest", await messages.LatestAsync(cancellationToken));
    }

    [On("chat message")]
    public async Task<int> SendAsync(string text, CancellationToken cancellationToken)
    {
        var number = await messages.AddAsync(text, cancellationToken);
        socket.To("lounge").Emit("chat message", text);
        return number;                                       // the acknowledgement
    }

    [On, Authorize("moderators")]                            // the event "clear": the method's name
    public Task ClearAsync() => messages.ClearAsync();

    [OnDisconnect]
    public void Left(DisconnectContext context) => socket.To("lounge").Emit("left", socket.Id, context.ReasonText);
}
