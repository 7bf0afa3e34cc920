namespace Demo;

/// <summary>The static files of all pages, and the headers they go out with.</summary>
internal static class Pages
{
    // Everything a page needs comes from here, and no script is inline.
    private const string ContentSecurityPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UsePages(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });

        var files = new FileServerOptions();

        // Asked for anew each time and answered 304 where nothing changed, so that an edited page is seen at once.
        files.StaticFileOptions.OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache";
        app.UseFileServer(files);
    }
}
