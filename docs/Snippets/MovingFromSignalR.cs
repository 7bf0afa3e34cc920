using Microsoft.AspNetCore.Authorization;
using Sockeye;

namespace Snippets;

[Authorize]
public sealed class ChatHub(Socket socket, SocketServer io, IMessageStore messages)      // was: ChatHub(IMessageStore messages) : Hub
{
    [OnConnection]                                                                       // was: override OnConnectedAsync
    public async Task ArriveAsync() => await socket.JoinAsync("lounge");                 // was: Groups.AddToGroupAsync(Context.ConnectionId, "lounge")

    [On("sendMessage")]
    public async Task<int> SendMessageAsync(string text, CancellationToken cancellationToken)
    {
        var id = await messages.AddAsync(text, cancellationToken);
        socket.To("lounge").Emit("newMessage", id, text);                                // was: Clients.OthersInGroup("lounge").SendAsync("newMessage", id, text)
        io.ToUser("ada").Emit("mentioned", id);                                          // was: Clients.User("ada").SendAsync("mentioned", id)
        return id;                                                                       // the result of connection.invoke, the acknowledgement of socket.emit
    }

    [OnDisconnect]                                                                       // was: override OnDisconnectedAsync
    public void Leave(DisconnectContext context) => io.Emit("left", socket.Id);          // was: Clients.All.SendAsync("left", Context.ConnectionId)
}
