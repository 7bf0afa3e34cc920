using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Sockeye;

namespace Guide.Step4;

[Authorize]
public sealed class ChatHandlers(Socket socket, SocketServer io, MessageStore messages)
{
    private string Me => socket.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    [On("join_chat")]
    public async Task<string> JoinAsync(string with)
    {
        var room = Rooms.Between(Me, with);
        await socket.JoinAsync(room);
        socket.To(room).Emit("user_joined", room, Me);
        return room;
    }

    [On("messagesAfter")]                                              // joined first and read then: nothing falls in between
    public IEnumerable<Message> Read(string room, long id) => socket.Rooms.Contains(room) ? messages.After(room, id) : [];

    [On("sendMessage")]
    public Message? Send(string room, string tempId, string text)
    {
        if (!socket.Rooms.Contains(room))
        {
            return null;
        }

        var message = messages.Add(room, Me, tempId, text);            // stored first
        io.To(room).Emit("newMessage", message);                       // and then sent
        return message;
    }
}
