using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;

namespace Demo.Shell;

/// <summary>
/// Serves the <c>index.html</c> of each folder of <c>wwwroot</c>, in the <see cref="Frame"/>, and a page where somebody looks for one that there is not. Everything else
/// is left to the file server.
/// </summary>
internal sealed partial class FramedPages(RequestDelegate next, Frame frame, IWebHostEnvironment environment)
{
    private const string Index = "index.html";
    private const string NotFound = "/shell/not-found.html";

    public async Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path.Value is { } named && AddressOf(named) is { } address)
        {
            // One page has one address: there the frame is put around it, and who is not logged in is led to the log-in page.
            context.Response.Redirect(address + context.Request.QueryString);
            return;
        }

        if (FileOf(context.Request) is not { } file)
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null } && WantsPage(context.Request))
            {
                await ServeAsync(context, environment.WebRootFileProvider.GetFileInfo(NotFound));
            }

            return;
        }

        await ServeAsync(context, file);
    }

    // To files, several slashes in a row are one.
    private string? AddressOf(string path)
    {
        var folder = path.EndsWith("/" + Index, StringComparison.Ordinal) ? path[..^Index.Length] : path;
        var address = Slashes().Replace(folder, "/");
        return folder != path || (address != path && address.EndsWith('/') && environment.WebRootFileProvider.GetFileInfo(address + Index).Exists) ? address : null;
    }

    [GeneratedRegex("//+")]
    private static partial Regex Slashes();

    // Programs get a problem in JSON.
    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private async Task ServeAsync(HttpContext context, IFileInfo file)
    {
        using var reader = new StreamReader(file.CreateReadStream());
        var page = await reader.ReadToEndAsync(context.RequestAborted);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.WriteAsync(frame.Around(page, context.Request.Path), context.RequestAborted);
    }

    private IFileInfo? FileOf(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || request.Path.Value is not { } path || !path.EndsWith('/'))
        {
            return null;
        }

        var file = environment.WebRootFileProvider.GetFileInfo(path + Index);
        return file.Exists ? file : null;
    }
}
