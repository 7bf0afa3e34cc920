using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Sockeye;

namespace Guide.Step5;

[Authorize]
public sealed class ChatHandlers(Socket socket, Chat chat, MessageStore messages, PresenceTracker presence)
{
    private string Me => socket.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    [On("join_chat")]
    public async Task<string> JoinAsync(string with)
    {
        var room = Rooms.Between(Me, with);
        await socket.JoinAsync(room);
        socket.To(room).Emit("user_joined", room, Me);
        await presence.WatchAsync(socket, [with]);                     // whom I talk to I see
        return room;
    }

    [On("messagesAfter")]
    public IEnumerable<Message> Read(string room, long id) => socket.Rooms.Contains(room) ? messages.After(room, id) : [];

    [On("sendMessage")]
    public Message? Send(string room, string tempId, string text) =>
        socket.Rooms.Contains(room) ? chat.Send(room, Me, tempId, text) : null;

    [On("away")]
    public async Task AwayAsync(bool away) => await presence.SetStateAsync(socket, away ? "away" : null);
}
