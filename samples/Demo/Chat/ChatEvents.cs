using Demo.Chat.Messages;
using Demo.Chat.Rooms;
using Sockeye;

namespace Demo.Chat;

/// <summary>What the chat tells its clients. Routes, handlers and background services all emit through this one.</summary>
internal sealed class ChatEvents(SocketServer io)
{
    public const string NamespaceName = "/chat";

    private readonly Namespace _chat = io.Of(NamespaceName);

    public void NewMessage(MessageView message) => _chat.To(message.Room).Emit("newMessage", message);

    /// <summary>Tells of a deletion; the message is what is left of it.</summary>
    public void Deleted(MessageView message) => _chat.To(message.Room).Emit("message_deleted", message);

    public void Marks(string room, string account, long delivered, long read) =>
        _chat.To(room).Emit("marks", new { Room = room, Account = account, Delivered = delivered, Read = read });

    public void ContactAdded(string account, object contact) => _chat.ToUser(account).Emit("contact_added", contact);

    /// <summary>Lets accounts' devices hear a room from now on, and then shows the room to them as it is: nothing falls in between.</summary>
    /// <param name="room">The room.</param>
    /// <param name="accounts">Whose devices.</param>
    /// <param name="views">Reads the room as each member sees it; who is none of them is shown nothing.</param>
    public async Task AddToRoomAsync(string room, IReadOnlyCollection<string> accounts, Func<IReadOnlyDictionary<string, RoomView>> views)
    {
        foreach (var account in accounts)
        {
            await _chat.ToUser(account).SocketsJoinAsync(room);
        }

        var seen = views();
        foreach (var account in accounts.Where(seen.ContainsKey))
        {
            RoomChanged(account, seen[account]);
        }
    }

    /// <summary>Shows an account its room as it is now.</summary>
    public void RoomChanged(string account, RoomView view) => _chat.ToUser(account).Emit("room_changed", view);

    public async Task RemoveFromRoomAsync(string room, string account)
    {
        await _chat.ToUser(account).SocketsLeaveAsync(room);
        _chat.ToUser(account).Emit("room_left", room);
        _chat.To(room).Emit("user_left", new { Room = room, Account = account });
    }

    public void UploadExpired(string account, string fileId, string temporaryId) =>
        _chat.ToUser(account).Emit("upload_expired", new { FileId = fileId, TemporaryId = temporaryId });
}
