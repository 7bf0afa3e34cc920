namespace Demo.Shell;

/// <summary>Serves the <c>index.html</c> of each folder of <c>wwwroot</c>, in the <see cref="Frame"/>. Everything else is left to the file server.</summary>
internal sealed class FramedPages(RequestDelegate next, Frame frame, IWebHostEnvironment environment)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (FileOf(context.Request) is not { } file)
        {
            await next(context);
            return;
        }

        using var reader = new StreamReader(file.CreateReadStream());
        var page = await reader.ReadToEndAsync(context.RequestAborted);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.WriteAsync(frame.Around(page, context.Request.Path), context.RequestAborted);
    }

    private Microsoft.Extensions.FileProviders.IFileInfo? FileOf(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || request.Path.Value is not { } path || !path.EndsWith('/'))
        {
            return null;
        }

        var file = environment.WebRootFileProvider.GetFileInfo(path + "index.html");
        return file.Exists ? file : null;
    }
}
