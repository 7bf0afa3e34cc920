using Demo.Chat.Contacts;
using Demo.Chat.Messages;
using Demo.Chat.Rooms;
using Sockeye;

namespace Demo.Chat;

/// <summary>Conversations of two and of groups: stored first, then sent to their room.</summary>
internal static class ChatFeature
{
    public static void AddChat(this IServiceCollection services)
    {
        services.AddSingleton<ChatEvents>();
        services.AddSingleton<ChatStateQuery>();
        services.AddSingleton<ContactStore>();
        services.AddSingleton<RoomQueries>();
        services.AddSingleton<RoomStore>();
        services.AddSingleton<Marks>();
        services.AddSingleton<MessageQueries>();
        services.AddSingleton<MessageStore>();
        services.AddHostedService<ExampleConversations>();
    }

    public static void MapChat(this WebApplication app, SocketServer io)
    {
        io.MapHandlers<ChatHandlers>(ChatEvents.NamespaceName).RequireAuthorization().LimitEvents("sendMessage", WriteLimit.Options());
        ChatRoutes.Map(app.MapGroup("/api/chat").RequireAuthorization().AddEndpointFilter(new WriteLimit()));
    }
}
