using Demo.Accounts;
using Demo.Chat.Contacts;
using Demo.Chat.Files;
using Demo.Chat.Limits;
using Demo.Chat.Messages;
using Demo.Chat.Presence;
using Demo.Chat.Rooms;
using Demo.Shell;
using Sockeye;

namespace Demo.Chat;

/// <summary>Conversations of two and of groups: stored first, then sent to their room.</summary>
internal static class ChatFeature
{
    private const int LargestBody = 32 * 1024; // a message of the greatest length, each of its characters escaped

    public static void AddChat(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ChatOptions>().Bind(builder.Configuration.GetSection("Chat"))
            .Validate(static options => options.Limits.IsValid, "Chat:Limits: each Burst and PerSecond is at least 1.").ValidateOnStart();
        services.AddSingleton<ChatEvents>();
        services.AddSingleton<EventLimit>();
        services.AddSingleton<RequestLimit>();
        services.AddSingleton<ChatStateQuery>();
        services.AddSingleton<ContactWriter>();
        services.AddSingleton<ContactStore>();
        services.AddSingleton<RequestStore>();
        services.AddSingleton<BlockStore>();
        services.AddSingleton<RoomQueries>();
        services.AddSingleton<RoomStore>();
        services.AddSingleton<Marks>();
        services.AddSingleton<Sightings>();
        services.AddSingleton<WhoIsThere>();
        services.AddHostedService(static services => services.GetRequiredService<WhoIsThere>());
        services.AddSingleton<MessageQueries>();
        services.AddSingleton<MessageStore>();
        services.AddOptions<FileLimits>().Bind(builder.Configuration.GetSection(FileLimits.Section))
            .Validate(static limits => limits.AreValid, $"The limits in {FileLimits.Section} are numbers greater than 0.").ValidateOnStart();
        services.AddSingleton<FileQuota>();
        services.AddSingleton<FileTurns>();
        services.AddSingleton<RemovedFiles>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<Uploads>();
        services.AddHostedService<UploadSweeper>();
        services.AddHostedService<RoomSweeper>();
        services.AddHostedService<ExampleConversations>();
        services.AddSection(new Section(
            "Chat",
            "/chat/",
            "Students and psychiatrists talk, in twos and in groups: stored before it is sent, sent once however often the line breaks, on all devices."));
    }

    public static void MapChat(this WebApplication app, SocketServer io)
    {
        io.MapHandlers<ChatHandlers>(ChatEvents.NamespaceName).RequireAuthorization()
            .LimitEvents(app.Services.GetRequiredService<EventLimit>().Limiter);
        io.Of(ChatEvents.NamespaceName).Use(PageOwner.Check);
        var chat = app.MapGroup("/api/chat").RequireAuthorization().AddEndpointFilter(PageOwner.CheckAsync);
        FileRoutes.MapChunks(chat);
        var limited = chat.MapGroup("").AddEndpointFilter(app.Services.GetRequiredService<RequestLimit>()).WithSmallBodies(LargestBody);
        FileRoutes.Map(limited);
        ContactRoutes.Map(limited);
        ChatRoutes.Map(limited);
    }
}
