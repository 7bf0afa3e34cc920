using Demo.Accounts;
using Demo.Chat.Limits;
using Demo.Chat.Messages;
using Demo.Chat.Rooms;

namespace Demo.Chat;

/// <summary>The chat without a socket. What is changed here goes to the sockets all the same.</summary>
internal static class ChatRoutes
{
    public static void Map(IEndpointRouteBuilder chat)
    {
        chat.MapGet("/state", static (HttpContext context, ChatStateQuery state) => state.Read(Me(context)));
        chat.MapGet("/changes", static (HttpContext context, MessageQueries messages, long after, int? limit) =>
            messages.Changes(Me(context), after, limit).ToResult());
        chat.MapGet("/search", static (HttpContext context, MessageQueries messages, string? q, string? room, long? before, int? limit) =>
            messages.Search(Me(context), q, room, before, limit).ToResult()).WithMetadata(new CountedAs(RequestKind.Search));
        chat.MapGet("/rooms/{room}/messages", static (HttpContext context, MessageQueries messages, string room, long? before, int? limit) =>
            messages.History(Me(context), room, before, limit).ToResult());
        chat.MapGet("/rooms/{room}", static (HttpContext context, RoomQueries rooms, string room) =>
            (rooms.Find(Me(context), room) is { } found ? (Outcome<RoomView>)found : ChatProblem.NotYourRoom).ToResult());

        chat.MapPost("/rooms/{room}/messages", static async (HttpContext context, MessageStore messages, string room, NewMessage message) =>
            (await messages.SendAsync(Me(context), message with { Room = room }, context.RequestAborted)).ToResult());
        chat.MapDelete("/messages/{id:long}", static async (HttpContext context, MessageStore messages, long id) =>
            (await messages.DeleteAsync(Me(context), id, context.RequestAborted)).ToResult());

        chat.MapPost("/rooms", static async (HttpContext context, RoomStore rooms, NewGroup group) =>
            (await rooms.CreateGroupAsync(Me(context), group, context.RequestAborted)).ToResult());
        chat.MapPost("/rooms/{room}/members", static async (HttpContext context, RoomStore rooms, string room, NewMember member) =>
            (await rooms.AddMemberAsync(Me(context), room, member.Contact, context.RequestAborted)).ToResult());
        chat.MapDelete("/rooms/{room}/members/me", static async (HttpContext context, RoomStore rooms, string room) =>
            await rooms.LeaveAsync(Me(context), room, context.RequestAborted) is { } problem
                ? new Outcome<RoomView>(null, problem).ToResult()
                : TypedResults.NoContent());
    }

    private static string Me(HttpContext context) => AccountSession.AccountIdOf(context.User);
}
