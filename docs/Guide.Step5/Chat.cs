using Sockeye;

namespace Guide.Step5;

/// <summary>What events, routes and background services have in common.</summary>
public sealed class Chat(SocketServer io, MessageStore messages)
{
    public Message Send(string room, string sender, string tempId, string text)
    {
        var message = messages.Add(room, sender, tempId, text);
        io.To(room).Emit("newMessage", message);
        return message;
    }
}
