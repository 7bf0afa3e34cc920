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
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            return next(context);
        });
        app.UseMiddleware<SameOrigin>();
        app.UseMiddleware<FramedPages>();

        var files = new FileServerOptions();

        // Asked for anew each time and answered 304 where nothing changed, so that an edited page is seen at once.
        files.StaticFileOptions.OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache";
        app.UseFileServer(files);
    }
}
