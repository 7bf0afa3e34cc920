using Demo.Chat.Contacts;
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

    /// <summary>Tells of a deletion; the message is what is left of it. Two who are contacts no longer, and not in their room therefore, hear of it too.</summary>
    public void Deleted(MessageView message) => RoomName.MembersOfDirect(message.Room)
        .Aggregate(_chat.To(message.Room), static (targets, member) => targets.ToUser(member)).Emit("message_deleted", message);

    public void Marks(string room, string account, long delivered, long read)
    {
        // The account's own devices hear of it in any case; they are in the room of two only while the two are contacts.
        var targets = RoomName.IsDirect(room) ? _chat.To(room).ToUser(account) : _chat.To(room);
        targets.Emit("marks", new { Room = room, Account = account, Delivered = delivered, Read = read });
    }

    public void ContactAdded(string account, ContactView contact) => _chat.ToUser(account).Emit("contact_added", contact);

    public void ContactRemoved(string account, string contact) => _chat.ToUser(account).Emit("contact_removed", contact);

    public void RequestReceived(string account, ReceivedRequest request) => _chat.ToUser(account).Emit("request_received", request);

    public void RequestSent(string account, SentRequest request) => _chat.ToUser(account).Emit("request_sent", request);

    /// <summary>Tells an account that a request of its own, or to it, waits no longer.</summary>
    public void RequestEnded(string account, string request) => _chat.ToUser(account).Emit("request_ended", request);

    public void Blocked(string account, ContactView other) => _chat.ToUser(account).Emit("blocked", other);

    public void Unblocked(string account, string other) => _chat.ToUser(account).Emit("unblocked", other);

    /// <summary>Lets an account's devices hear a room from now on, and shows them that.</summary>
    public Task OpenRoomAsync(string account, RoomView room)
    {
        var joined = _chat.ToUser(account).SocketsJoinAsync(room.Name);
        _chat.ToUser(account).Emit("room_changed", room);
        return joined.AsTask();
    }

    /// <summary>Lets an account's devices hear no more of a room, which stays theirs to read.</summary>
    public Task CloseRoomAsync(string account, RoomView room)
    {
        var left = _chat.ToUser(account).SocketsLeaveAsync(room.Name);
        _chat.ToUser(account).Emit("room_changed", room);
        return left.AsTask();
    }

    /// <summary>Takes an account's devices out of a group that it has left, and tells them and the others.</summary>
    public Task RemoveFromRoomAsync(string room, string account)
    {
        var left = _chat.ToUser(account).SocketsLeaveAsync(room);
        _chat.ToUser(account).Emit("room_left", room);
        _chat.To(room).Emit("user_left", new { Room = room, Account = account });
        return left.AsTask();
    }

    public void UploadExpired(string account, string fileId, string temporaryId) =>
        _chat.ToUser(account).Emit("upload_expired", new { FileId = fileId, TemporaryId = temporaryId });
}
