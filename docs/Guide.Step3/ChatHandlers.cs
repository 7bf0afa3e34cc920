using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Sockeye;

namespace Guide.Step3;

[Authorize]                                                            // nobody connects who has not logged in
public sealed class ChatHandlers(Socket socket, SocketServer io)
{
    private string Me => socket.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    [On("join_chat")]
    public async Task<string> JoinAsync(string with)
    {
        var room = Rooms.Between(Me, with);                            // the server names it: nobody can join another's
        await socket.JoinAsync(room);
        socket.To(room).Emit("user_joined", room, Me);
        return room;
    }

    [On("sendMessage")]
    public bool Send(string room, string text)
    {
        if (!socket.Rooms.Contains(room))
        {
            return false;
        }

        io.To(room).Emit("newMessage", new { room, from = Me, text });
        return true;
    }
}
