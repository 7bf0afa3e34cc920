using Sockeye;

namespace Snippets;

/// <summary>What had an IHubContext has the server.</summary>
internal static class MovingOneService
{
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeye();                          // was: builder.Services.AddSignalR()
    }

    public static void Map(WebApplication app)
    {
        app.MapSockeye().MapHandlers<ChatHub>();                // was: app.MapHub<ChatHub>("/chat")
    }
}
