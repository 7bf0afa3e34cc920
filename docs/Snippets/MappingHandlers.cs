using Sockeye;

namespace Snippets;

/// <summary>Fragments of the page on handler classes.</summary>
internal static class MappingHandlers
{
    public static void Use(WebApplication app)
    {
        var io = app.MapSockeye();
        io.MapHandlers<ChatHandlers>("/chat");
    }

    public static void Filter(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeye(options => options.AddFilter<Timing>());
    }

    public static void Answer(WebApplicationBuilder builder, SocketServerOptions options)
    {
        if (builder.Environment.IsDevelopment())
        {
            options.FailureAnswer = failure => new { error = new { code = "debug", message = failure.Exception.Message } };
        }
    }
}
