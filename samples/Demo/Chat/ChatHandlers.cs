using System.Security.Claims;
using Demo.Accounts;
using Demo.Chat.Messages;
using Demo.Chat.Presence;
using Demo.Chat.Rooms;
using Sockeye;

namespace Demo.Chat;

/// <summary>What the chat's sockets send. An answer is <c>{ error: { code, detail } }</c>, or has what was asked for under its name.</summary>
internal sealed class ChatHandlers(
    Socket socket, AccountSession session, RoomQueries rooms, RoomStore roomStore, MessageStore messages, MessageQueries history, Marks marks, WhoIsThere presence)
{
    private static readonly ChatProblem NoArgument = ChatProblem.Invalid("Send an object with the event.");

    private string AccountId => AccountSession.AccountIdOf(socket.User);

    /// <summary>A device hears all its account's open conversations from the beginning. What it missed it asks for once it is here, so that nothing falls in between.</summary>
    [OnConnection]
    public async Task ConnectedAsync(CancellationToken cancellationToken)
    {
        if (await session.EnterAsync(socket, cancellationToken))
        {
            var open = rooms.OpenTo(AccountId);
            await socket.JoinAsync(open, cancellationToken);

            // Looked up again: what was closed in between did not find the socket there yet.
            foreach (var closed in open.Except(rooms.OpenTo(AccountId)))
            {
                await socket.LeaveAsync(closed, cancellationToken);
            }
        }
    }

    /// <summary>Opens a conversation: its members and last messages are the answer, and the others in it hear <c>user_joined</c>.</summary>
    [On("join_chat")]
    public async Task<object> JoinChatAsync(JoinRequest? request, CancellationToken cancellationToken)
    {
        if (request is null || (request.Room is null) == (request.Contact is null))
        {
            return new Outcome<RoomView>(null, ChatProblem.Invalid("Say which conversation: { room } or { contact }.")).ToAck("room");
        }

        var joined = request.Room is null
            ? await roomStore.DirectAsync(AccountId, request.Contact, cancellationToken)
            : rooms.Find(AccountId, request.Room) is { } room ? room : ChatProblem.NotYourRoom;
        if (joined.Value is not { } opened)
        {
            return joined.ToAck("room");
        }

        if (!opened.Closed)
        {
            await AnnounceAsync(opened.Name, cancellationToken);
        }

        var page = history.History(AccountId, opened.Name, before: null, limit: null).Value!;
        return new { Room = opened, page.Messages, page.More };
    }

    /// <summary>
    /// What has changed after a version. Asked here and not by request, since a socket's events are handled when it is in its rooms: what is not in the
    /// answer is emitted to it.
    /// </summary>
    [On("changes")]
    public object Changes(ChangesRequest? request) => request is null
        ? new Outcome<MessagePage>(null, NoArgument).ToAck("changes")
        : history.Changes(AccountId, request.After, MessageQueries.MaxPageSize).Value!;

    [On("sendMessage")]
    public async Task<object> SendAsync(NewMessage? message, CancellationToken cancellationToken) =>
        message is null
            ? new Outcome<MessageView>(null, NoArgument).ToAck("message")
            : (await messages.SendAsync(AccountId, message, cancellationToken)).ToAck("message");

    [On("delivered")]
    public Task<object> DeliveredAsync(MarkRequest? mark, CancellationToken cancellationToken) => MarkAsync(mark, isRead: false, cancellationToken);

    [On("read")]
    public Task<object> ReadAsync(MarkRequest? mark, CancellationToken cancellationToken) => MarkAsync(mark, isRead: true, cancellationToken);

    /// <summary>Worth something now or never: it is not stored, and not kept for whoever is not there.</summary>
    [On("typing")]
    public void Typing(string? room)
    {
        if (RoomName.IsConversation(room) && socket.Rooms.Contains(room))
        {
            socket.To(room!).Volatile.Emit("typing", new { Room = room, Account = AccountId, Name = socket.User.FindFirstValue(ClaimTypes.Name) });
        }
    }

    /// <summary>Whether anybody looks at this device.</summary>
    [On("away")]
    public Task AwayAsync(bool isAway, CancellationToken cancellationToken) => presence.SetAwayAsync(socket, isAway, cancellationToken);

    private async Task AnnounceAsync(string room, CancellationToken cancellationToken)
    {
        await socket.JoinAsync(room, cancellationToken);
        if (rooms.IsOpen(AccountId, room))
        {
            socket.To(room).Emit("user_joined", new { Room = room, Account = AccountId, Name = socket.User.FindFirstValue(ClaimTypes.Name) });
        }
        else
        {
            await socket.LeaveAsync(room, cancellationToken); // closed, or left, meanwhile
        }
    }

    private async Task<object> MarkAsync(MarkRequest? mark, bool isRead, CancellationToken cancellationToken) =>
        mark is null
            ? new Outcome<MemberMarks>(null, NoArgument).ToAck("marks")
            : (await marks.MoveAsync(AccountId, mark.Room, mark.UpTo, isRead, cancellationToken)).ToAck("marks");
}
