using Microsoft.Net.Http.Headers;

namespace Demo.Shell;

/// <summary>The frame that the demo's pages stand in.</summary>
internal static class ShellExtensions
{
    // Everything a page needs comes from here, and no script is inline.
    private const string ContentSecurityPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void AddShell(this IServiceCollection services)
    {
        services.AddSingleton<Frame>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = static context =>
            context.ProblemDetails.Detail ??= BadRequests.DetailOf(context.ProblemDetails.Status));
        services.AddExceptionHandler<BadRequests>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    /// <summary>Gives a feature a place in the header and on the index page.</summary>
    public static void AddSection(this IServiceCollection services, Section section) => services.AddSingleton(section);

    public static void UseShell(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(static (context, next) =>
        {
            context.Response.OnStarting(Guard, context); // at last: an answer that failed half-way is made anew, without what it had
            return next(context);
        });
        app.UseMiddleware<SameOrigin>();
        app.UseMiddleware<FramedPages>();

        var files = new FileServerOptions();

        // Asked for anew each time and answered 304 where nothing changed, so that an edited page is seen at once.
        files.StaticFileOptions.OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache";
        app.UseFileServer(files);
    }

    // What says something stricter for itself keeps it.
    private static Task Guard(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, ContentSecurityPolicy);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            headers.TryAdd(HeaderNames.CacheControl, "no-store"); // it is somebody's, and old a moment later
        }

        return Task.CompletedTask;
    }
}
