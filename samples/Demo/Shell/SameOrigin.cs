using Microsoft.AspNetCore.Http.Extensions;

namespace Demo.Shell;

/// <summary>
/// Refuses what another site's page makes a browser send here: a browser says where a request comes from, and no page can make it lie. Programs that
/// are no browsers say nothing and carry no cookies of a user, so they may.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next, IProblemDetailsService problems)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsReading(context.Request.Method) || context.Request.Path.StartsWithSegments("/socket.io") || IsOwn(context.Request))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Title = "Another site's page sent this.", Detail = "Send it from a page of this site, or from a program that is no browser." },
        });
    }

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return (site.Length == 0 || site is "same-origin" or "none")
            && (origin.Length == 0 || origin.Equals(UriHelper.BuildAbsolute(request.Scheme, request.Host).TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
    }
}
