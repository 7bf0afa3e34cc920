using Sockeye;

namespace Guide.Step2;

public sealed class ChatHandlers(Socket socket, SocketServer io)
{
    [On("join_chat")]
    public async Task JoinAsync(string room)
    {
        await socket.JoinAsync(room);
        socket.To(room).Emit("user_joined", room, socket.Id);          // to the others
    }

    [On("sendMessage")]
    public bool Send(string room, string text)
    {
        if (!socket.Rooms.Contains(room))
        {
            return false;                                              // who has not joined does not speak
        }

        io.To(room).Emit("newMessage", new { room, text });
        return true;
    }
}
